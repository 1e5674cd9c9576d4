"""`manage.py remind_reviews`: writes to publishers about what they wanted to look at again by now. Run it daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from resources.publications.reminders import remind


class Command(BaseCommand):
    """Reminds of review dates that have come; of each date once, however often it runs."""

    help = "Sends reminders of publications whose review date has come. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        """Sends them and says how many publications they were about."""
        count = remind()
        self.stdout.write(f"Reminded of {count} publication{'' if count == 1 else 's'}.")
