"""`manage.py forget_requests`: delete invitations and referees that are no longer needed. Run it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from resources.publishers.data_retention import delete_expired_invitations, remove_old_referees


class Command(BaseCommand):
    help = "Deletes invitations a month after they expired, and who vouched for an application a year after its answer."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            f"Invitations deleted: {delete_expired_invitations()}. Vouchers forgotten: {remove_old_referees()}."
        )
