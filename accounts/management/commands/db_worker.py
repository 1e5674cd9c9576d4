"""`manage.py db_worker`: django-tasks-db's worker, which also takes up what a killed one left and sends mail again.

A worker that is killed leaves its task marked as running for ever (django-tasks issue 46), and a message whose first
try failed has no task of its own. So beside its tasks this worker says every few seconds that it lives, puts the tasks
of workers that no longer say so back in the queue, and sends the mail that is due. While the database is away it waits,
however long that is, and says so once a minute.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import Error as DatabaseFault
from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from accounts.mail.outbox import send_due
from accounts.monitoring.outages import LastingFault
from accounts.monitoring.worker_heartbeat import MAX_SILENCE_PERIOD, is_worker_alive, note_worker_lives

TIDY_INTERVAL_SECONDS = 15
SEND_INTERVAL_SECONDS = 1
RETRY_DELAY_SECONDS = 2
"""So long a worker waits before it asks a database that is away again."""
DATABASE_ERROR_NAMES = {f"{fault.__module__}.{fault.__qualname__}" for fault in (OperationalError, InterfaceError)}
MAX_TRIES = 5
"""How often a task is begun that meets such a fault; a deadlock is one too."""
logger = logging.getLogger(__name__)
database_away = LastingFault(logger, "The database is away; the worker waits for it: %s")


class TidyWorker(db_worker.Worker):
    """Works as its parent does, and beside it tidies up and sends mail."""

    def run(self) -> None:
        """Work until told to stop, or, in batch mode, until the queue is empty."""
        stop = threading.Event()
        helpers = [
            threading.Thread(target=repeat, args=[stop, TIDY_INTERVAL_SECONDS, tidy, self.worker_id], daemon=True),
            threading.Thread(target=repeat, args=[stop, SEND_INTERVAL_SECONDS, send_due], daemon=True),
        ]
        for helper in helpers:
            helper.start()
        try:
            self.work_and_wait()
        finally:
            stop.set()
            for helper in helpers:
                helper.join(timeout=5)

    def work_and_wait(self) -> None:
        """Do the tasks; while the database is away, wait for it, unless this worker is to end with its queue."""
        while self.running:
            try:
                tidy(self.worker_id)
                take_up_tasks_of(self.worker_id)
                return super().run()
            except DatabaseFault as error:
                if self.batch:
                    raise
                self.wait_for_database(error)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Do one task; if it failed because the database went away, it is done again."""
        super().run_task(db_task_result)
        if db_task_result.exception_class_path in DATABASE_ERROR_NAMES and len(db_task_result.worker_ids) < MAX_TRIES:
            failed = DBTaskResult.objects.failed().filter(pk=db_task_result.pk)
            failed.update(status=TaskResultStatus.READY, started_at=None, finished_at=None)

    def wait_for_database(self, error: Exception) -> None:
        """Wait until the database answers, or a signal ends this worker."""
        database_away.note(error)
        time.sleep(RETRY_DELAY_SECONDS)
        while self.running and not is_database_there():
            database_away.note(error)
            time.sleep(RETRY_DELAY_SECONDS)
        self.startup_delay = False


def repeat(stop: threading.Event, seconds: float, act: Callable[..., Any], *args: Any) -> None:
    """Do something now and then until `stop` is set; no fault ends it."""
    while not stop.is_set():
        try:
            close_old_connections()
            act(*args)
        except DatabaseFault as error:
            database_away.note(error)
            connections.close_all()
        except Exception:
            logger.exception("%s failed; the next try is in %s seconds.", act.__name__, seconds)
        stop.wait(seconds)
    connections.close_all()


def is_database_there() -> bool:
    """Return whether the database answers, over a new connection."""
    connections.close_all()
    try:
        DBTaskResult.objects.exists()
    except DatabaseFault:
        return False
    database_away.is_over("The database is there again; the worker goes on.")
    return True


def tidy(worker_id: str) -> None:
    """Say that this worker lives, and take up the tasks of dead ones."""
    note_worker_lives(worker_id)
    take_up_tasks_of_dead_workers()


def take_up_tasks_of_dead_workers() -> int:
    """Puts the tasks that run nowhere any more back in the queue; gives how many.

    A task counts as running while its worker gives signs of life, however long it takes, and is left alone at first in
    any case, so that a worker that has just begun is not taken for a dead one.
    """
    running = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - MAX_SILENCE_PERIOD)
    return sum(put_back(task) for task in running if not any(map(is_worker_alive, task.worker_ids[-1:])))


def take_up_tasks_of(worker_id: str) -> int:
    """Put back what this worker was at when the database went away, and return how many tasks that was.

    It does one task at a time and does none now, but gives signs of life, so no other worker would take it up.
    """
    running = DBTaskResult.objects.running().order_by()
    return sum(put_back(task) for task in running if task.worker_ids[-1:] == [worker_id])


def put_back(task: DBTaskResult) -> int:
    """Put a task back in the queue, unless something has become of it meanwhile; return how many were put back."""
    same = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
    return same.update(status=TaskResultStatus.READY, started_at=None)


class Command(db_worker.Command):
    """The worker of a deployment; run as many as you like."""

    help = (
        "Does the work that waits in the database: sends mail, tells followers, reads files, checks links, visits "
        "feeds. It runs until it is stopped, also while the database is away, and takes up what a killed one left. "
        "Run at least one beside the site, and as many as you like."
    )

    requires_system_checks = ()  # some ask the database, which may be away

    def handle(self, **options: Any) -> None:
        """Starts the worker."""
        db_worker.Worker = TidyWorker  # type: ignore[misc]
        super().handle(**options)
