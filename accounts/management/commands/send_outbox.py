"""`manage.py send_outbox`: sends due mail, for a deployment without a worker or an operator who cannot wait."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.mail.outbox import send_due
from accounts.models import OutgoingMessage


class Command(BaseCommand):
    help = "Sends the mail that is due."

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_due()
        waiting, failed = OutgoingMessage.objects.filter(failed_at=None), OutgoingMessage.objects.failed()
        self.stdout.write(f"{sent} sent, {waiting.count()} waiting, {failed.count()} given up.")
