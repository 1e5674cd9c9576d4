"""`manage.py tell_followers`: tell members what is new and send the mail that is due. Run it by a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from discussions.notifications.activities import notify_about_all_activities


class Command(BaseCommand):
    """Enqueue the task for the worker, or run it without one. Running it twice does no harm."""

    help = "Tells followers of new items and unanswered questions, and sends the digests that are due."

    def handle(self, *args: Any, **options: Any) -> None:
        notify_about_all_activities.enqueue()
        self.stdout.write("Notified members, or asked the worker to.")
