"""`manage.py fetch_feeds`: queue visits to the followed feeds that are due. Run it from a timer.

Running it twice does no harm.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from resources.followed_feeds.fetch import queue_due_visits


class Command(BaseCommand):
    help = "Visits the feeds of publishers that are due, and makes drafts of what is new."

    def handle(self, *args: Any, **options: Any) -> None:
        count = queue_due_visits()
        self.stdout.write(f"{count} feed{'' if count == 1 else 's'} due.")
