"""`manage.py forget_requests`: forgets people who were invited or named and have no account. Run it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from resources.publishers.data_retention import forget_invitations, forget_vouchers


class Command(BaseCommand):
    """Forgets addresses that nobody needs any more."""

    help = "Deletes invitations a month after they expired, and who vouched for an application a year after its answer."

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many."""
        self.stdout.write(f"Invitations deleted: {forget_invitations()}. Vouchers forgotten: {forget_vouchers()}.")
