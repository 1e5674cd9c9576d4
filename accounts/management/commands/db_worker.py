"""`manage.py db_worker`: django-tasks-db's worker, which also recovers tasks of killed workers and sends mail.

A worker that is killed leaves its task marked as running forever (django-tasks issue 46), and a message whose first
try failed has no task of its own. So every few seconds this worker also signals that it is alive, puts the tasks of
workers that no longer do back in the queue, and sends the mail that is due. While the database is unreachable it waits,
however long that takes, and logs that once a minute.
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
from accounts.monitoring.outages import Outage
from accounts.monitoring.worker_heartbeat import MAX_SILENCE_PERIOD, is_worker_alive, record_heartbeat

TIDY_INTERVAL_SECONDS = 15
SEND_INTERVAL_SECONDS = 1
RETRY_DELAY_SECONDS = 2
DATABASE_ERROR_NAMES = {f"{fault.__module__}.{fault.__qualname__}" for fault in (OperationalError, InterfaceError)}
MAX_TRIES = 5
"""How often a task that fails with such an error is started; a deadlock is one of these errors."""
logger = logging.getLogger(__name__)
database_outage = Outage(logger, "The database is unavailable; the worker waits for it: %s")


class TidyWorker(db_worker.Worker):
    """A worker that, beside its tasks, recovers those of dead workers and sends mail."""

    def run(self) -> None:
        """Work until told to stop or, in batch mode, until the queue is empty."""
        stop = threading.Event()
        helpers = [
            threading.Thread(
                target=call_repeatedly, args=[stop, TIDY_INTERVAL_SECONDS, tidy, self.worker_id], daemon=True
            ),
            threading.Thread(target=call_repeatedly, args=[stop, SEND_INTERVAL_SECONDS, send_due], daemon=True),
        ]
        for helper in helpers:
            helper.start()
        try:
            self.run_until_stopped()
        finally:
            stop.set()
            for helper in helpers:
                helper.join(timeout=5)

    def run_until_stopped(self) -> None:
        """Run the tasks; while the database is unreachable, wait for it, except in batch mode."""
        while self.running:
            try:
                tidy(self.worker_id)
                requeue_tasks_of(self.worker_id)
                return super().run()
            except DatabaseFault as error:
                if self.batch:
                    raise
                self.wait_for_database(error)

    def run_task(self, db_task_result: DBTaskResult) -> None:
        """Run a task, and put it back in the queue if it failed because the database was unreachable."""
        super().run_task(db_task_result)
        if db_task_result.exception_class_path in DATABASE_ERROR_NAMES and len(db_task_result.worker_ids) < MAX_TRIES:
            failed = DBTaskResult.objects.failed().filter(pk=db_task_result.pk)
            failed.update(status=TaskResultStatus.READY, started_at=None, finished_at=None)

    def wait_for_database(self, error: Exception) -> None:
        """Wait until the database answers or a signal stops this worker."""
        database_outage.log(error)
        time.sleep(RETRY_DELAY_SECONDS)
        while self.running and not is_database_reachable():
            database_outage.log(error)
            time.sleep(RETRY_DELAY_SECONDS)
        self.startup_delay = False


def call_repeatedly(stop: threading.Event, seconds: float, act: Callable[..., Any], *args: Any) -> None:
    """Call `act` every few seconds until `stop` is set; no exception ends the loop."""
    while not stop.is_set():
        try:
            close_old_connections()
            act(*args)
        except DatabaseFault as error:
            database_outage.log(error)
            connections.close_all()
        except Exception:
            logger.exception("%s failed; the next try is in %s seconds.", act.__name__, seconds)
        stop.wait(seconds)
    connections.close_all()


def is_database_reachable() -> bool:
    """Return True if the database answers over a new connection."""
    connections.close_all()
    try:
        DBTaskResult.objects.exists()
    except DatabaseFault:
        return False
    database_outage.log_end("The database is available again; the worker continues.")
    return True


def tidy(worker_id: str) -> None:
    """Signal that this worker is alive, and put the tasks of dead ones back in the queue."""
    record_heartbeat(worker_id)
    requeue_tasks_of_dead_workers()


def requeue_tasks_of_dead_workers() -> int:
    """Put the tasks of dead workers back in the queue and return how many there were.

    A task counts as running while its worker signals that it is alive, however long the task takes. For
    MAX_SILENCE_PERIOD it is left alone in any case, so that a worker that has just started does not count as dead.
    """
    running = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - MAX_SILENCE_PERIOD)
    return sum(requeue_task(task) for task in running if not any(map(is_worker_alive, task.worker_ids[-1:])))


def requeue_tasks_of(worker_id: str) -> int:
    """Put back what this worker was doing when the database went away, and return how many tasks that was.

    The worker runs one task at a time and none now, but it signals that it is alive, so no other worker would recover
    it.
    """
    running = DBTaskResult.objects.running().order_by()
    return sum(requeue_task(task) for task in running if task.worker_ids[-1:] == [worker_id])


def requeue_task(task: DBTaskResult) -> int:
    """Put a task back in the queue unless it has changed in the meantime; return how many were put back."""
    same = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
    return same.update(status=TaskResultStatus.READY, started_at=None)


class Command(db_worker.Command):
    """django-tasks-db's command, with this worker; any number of them may run."""

    help = (
        "Runs the tasks that wait in the database: sends mail, notifies followers, reads files, checks links and "
        "fetches feeds. It runs until it is stopped, also while the database is unavailable, and puts the tasks of a "
        "killed worker back in the queue. Run at least one beside the site, and as many as you like."
    )

    requires_system_checks = ()  # some query the database, which may be unreachable

    def handle(self, **options: Any) -> None:
        db_worker.Worker = TidyWorker  # type: ignore[misc]
        super().handle(**options)
