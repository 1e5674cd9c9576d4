"""`manage.py db_worker`: django-tasks-db's worker, which also takes up what a killed one left and sends mail again.

A worker that is killed leaves its task marked as running for ever (django-tasks issue 46), and a message whose first
try failed has no task of its own. So beside its tasks this worker says every few seconds that it lives, puts the tasks
of workers that no longer say so back in the queue, and sends the mail that is due.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from accounts.outbox import send_due

EVERY_SECONDS = 15
SILENCE = timedelta(minutes=3)
"""A worker that has not said for so long that it lives is dead; far longer than a database's restart."""
logger = logging.getLogger(__name__)


class TidyWorker(db_worker.Worker):
    """Works as its parent does, and tidies up beside it."""

    def run(self) -> None:
        """Works until it is told to stop, or, in batch mode, until the queue is empty."""
        stop = threading.Event()
        beside = threading.Thread(target=tidy_until, args=[stop, self.worker_id], daemon=True)
        tidy(self.worker_id)
        beside.start()
        try:
            super().run()
        finally:
            stop.set()
            beside.join(timeout=5)


def tidy_until(stop: threading.Event, worker_id: str) -> None:
    """Tidies up now and then; a database that is away for a while is no reason to give up."""
    while not stop.wait(EVERY_SECONDS):
        try:
            tidy(worker_id)
        except Exception:
            logger.exception("Tidying up failed; the next try is in %s seconds.", EVERY_SECONDS)
        finally:
            connection.close()


def tidy(worker_id: str) -> None:
    """Says that this worker lives, takes up the tasks of dead ones, and sends the mail that is due."""
    cache.set(sign_of_life(worker_id), True, SILENCE.total_seconds())
    take_up_tasks_of_dead_workers()
    send_due()


def sign_of_life(worker_id: str) -> str:
    """Where a worker says that it lives."""
    return f"worker-lives-{worker_id}"


def take_up_tasks_of_dead_workers() -> int:
    """Puts the tasks that run nowhere any more back in the queue; gives how many.

    A task counts as running while its worker gives signs of life, however long it takes, and is left alone at first in
    any case, so that a worker that has just begun is not taken for a dead one.
    """
    taken_up = 0
    running = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - SILENCE)
    for task in running:
        if not any(cache.get(sign_of_life(worker_id)) for worker_id in task.worker_ids[-1:]):
            same = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
            taken_up += same.update(status=TaskResultStatus.READY, started_at=None)
    return taken_up


class Command(db_worker.Command):
    """The worker of a deployment; run as many as you like."""

    def handle(self, **options: Any) -> None:
        """Starts the worker."""
        db_worker.Worker = TidyWorker  # type: ignore[misc]
        super().handle(**options)
