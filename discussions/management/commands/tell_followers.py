"""`manage.py tell_followers`: tells people of what is new, and sends the mail that is due; for a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from discussions.notifications.happenings import look_round


class Command(BaseCommand):
    """Hands the round to the worker; without one, makes it now. Twice does no harm."""

    help = "Tells followers of new items and of questions that wait, and sends the digests that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        """Hands it over."""
        look_round.enqueue()
        self.stdout.write("Looked round, or asked the worker to.")
