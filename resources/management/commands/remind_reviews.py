"""`manage.py remind_reviews`: email publishers about publications whose review date has come. Run it daily.

Each review date is reminded of only once, however often the command runs.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from resources.publications.reminders import send_reminders


class Command(BaseCommand):
    help = "Sends reminders of publications whose review date has come. Run it once a day."

    def handle(self, *args: Any, **options: Any) -> None:
        count = send_reminders()
        self.stdout.write(f"Reminded of {count} publication{'' if count == 1 else 's'}.")
