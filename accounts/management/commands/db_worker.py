"""`manage.py db_worker`: django-tasks-db's worker, which also takes up what a killed one left and sends mail again.

A worker that is killed leaves its task marked as running for ever (django-tasks issue 46), and a message whose first
try failed has no task of its own. So beside its tasks this worker, once a minute, puts tasks that have run for longer
than any should back in the queue, and sends the mail that is due.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Any

from django.db import connection
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from accounts.outbox import send_due

LONGEST_TASK = timedelta(hours=1)
EVERY_SECONDS = 60
logger = logging.getLogger(__name__)


class TidyWorker(db_worker.Worker):
    """Works as its parent does, and tidies up beside it."""

    def run(self) -> None:
        """Works until it is told to stop, or, in batch mode, until the queue is empty."""
        stop = threading.Event()
        beside = threading.Thread(target=tidy_until, args=[stop], daemon=True)
        beside.start()
        try:
            super().run()
        finally:
            stop.set()
            beside.join(timeout=5)


def tidy_until(stop: threading.Event) -> None:
    """Tidies up at once and then once a minute; a database that is away for a while is no reason to give up."""
    while True:
        try:
            tidy()
        except Exception:
            logger.exception("Tidying up failed; the next try is in a minute.")
        finally:
            connection.close()
        if stop.wait(EVERY_SECONDS):
            return


def tidy() -> None:
    """Puts the tasks of killed workers back in the queue and sends the mail that is due."""
    killed = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - LONGEST_TASK)
    killed.update(status=TaskResultStatus.READY, started_at=None)
    send_due()


class Command(db_worker.Command):
    """The worker of a deployment; run as many as you like."""

    def handle(self, **options: Any) -> None:
        """Starts the worker."""
        db_worker.Worker = TidyWorker  # type: ignore[misc]
        super().handle(**options)
