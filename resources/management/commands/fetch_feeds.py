"""`manage.py fetch_feeds`: visits the followed feeds that are due; for a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from resources.followed_feeds.fetch import visit_due_feeds


class Command(BaseCommand):
    """Hands the feeds that are due to the worker; twice does no harm."""

    help = "Visits the feeds of publishers that are due, and makes drafts of what is new."

    def handle(self, *args: Any, **options: Any) -> None:
        """Hands them over and says how many."""
        count = visit_due_feeds()
        self.stdout.write(f"{count} feed{'' if count == 1 else 's'} due.")
