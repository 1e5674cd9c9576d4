"""Whether everything that a page needs is there, and whether the background work continues.

/readyz and `check --deploy` report it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid4

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error as DatabaseFault
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.models import OutgoingMessage
from accounts.monitoring.worker_heartbeat import MAX_SILENCE_PERIOD, get_last_heartbeat
from gateway.catalogue.models import ToIndex

MAX_MAIL_WAIT = timedelta(minutes=15)
MAX_INDEX_LAG = timedelta(minutes=15)


class NotReady(Exception):
    """Raised if something is missing; the message says what, and what to do."""


@dataclass(frozen=True)
class Part:
    """One thing that must be there; `check` raises NotReady if it is not."""

    name: str
    check: Callable[[], None]

    def find_fault(self) -> str:
        """Return what is missing, or an empty string."""
        try:
            self.check()
        except NotReady as fault:
            return str(fault)
        except DatabaseFault as fault:
            return f"The database does not answer ({type(fault).__name__})."
        return ""


def check_database() -> None:
    """Raise a database error if the database does not answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_migrations() -> None:
    """Raise NotReady if a migration of this version of the code is not applied."""
    executor = MigrationExecutor(connection)
    if number := len(executor.migration_plan(executor.loader.graph.leaf_nodes())):
        raise NotReady(f"{number} migrations have not been applied. Run: manage.py migrate")


def check_cache_table() -> None:
    """Raise NotReady if the cache does not return what was put into it.

    Sessions do not need it, but rate limits do.
    """
    key, value = "readyz", uuid4().hex
    check_database()  # a table is not missing just because the database is away
    with replace_database_error("The table of the cache is not there. Run: manage.py createcachetable"):
        cache.set(key, value, 60)
        if not cache.get(key):
            raise NotReady("The cache stores nothing. Run: manage.py createcachetable")


def check_static_files() -> None:
    """Raise NotReady if a static file was not collected.

    A page that names such a file fails.
    """
    names = getattr(staticfiles_storage, "hashed_files", None)
    if names is None:  # development serves them without collecting
        return
    if not names:
        raise NotReady("The static files are not collected. Run: make static, then restart the site")
    missing = sorted(get_static_file_names() - {name.replace("\\", "/") for name in names})
    if missing:
        raise NotReady(
            f"{len(missing)} static files are not collected, such as {missing[0]}. Run: make static, restart"
        )


def get_static_file_names() -> set[str]:
    """Return the names of all files that `collectstatic` would collect."""
    return {
        "/".join(filter(None, [getattr(storage, "prefix", None), name.replace("\\", "/")]))
        for finder in get_finders()
        for name, storage in finder.list([])
    }


def check_storage() -> None:
    """Raise NotReady if an upload cannot be stored and deleted again."""
    try:
        name = default_storage.save(f"readyz-{uuid4().hex}", ContentFile(b"ready"))
        default_storage.delete(name)
    except DatabaseFault:
        raise
    except Exception as fault:
        raise NotReady(f"Uploads cannot be stored ({type(fault).__name__}). See GATEWAY_DATA or S3_BUCKET") from fault


def check_worker() -> None:
    """Raise NotReady if there should be a worker and none has given a sign of life lately."""
    if not settings.HAS_WORKER:
        return
    sign = get_last_heartbeat()
    if sign is None or sign < timezone.now() - MAX_SILENCE_PERIOD:
        since = f"for {format_age(sign)}" if sign else "ever"
        raise NotReady(f"No worker has given a sign of life {since}. Run: manage.py db_worker")


def check_mail() -> None:
    """Raise NotReady if a message has waited too long for its first try.

    Messages that were tried and refused are not the site's fault.
    """
    waiting = OutgoingMessage.objects.filter(failed_at=None, attempts=0, due_at__lt=timezone.now() - MAX_MAIL_WAIT)
    if oldest := waiting.order_by("due_at").values_list("due_at", flat=True).first():
        raise NotReady(
            f"The oldest unsent mail has waited {format_age(oldest)}. Look at the mail server and the worker"
        )


def check_index() -> None:
    """Raise NotReady if changes have waited too long to be indexed."""
    waiting = ToIndex.objects.filter(at__lt=timezone.now() - MAX_INDEX_LAG)
    if oldest := waiting.order_by("at").values_list("at", flat=True).first():
        raise NotReady(
            f"The search index is {format_age(oldest)} behind. Look at the worker, or run: manage.py check_index"
        )


def format_age(moment: datetime) -> str:
    """Return how long ago a moment was, in minutes."""
    return f"{int((timezone.now() - moment).total_seconds() // 60)} minutes"


@contextmanager
def replace_database_error(text: str) -> Iterator[None]:
    """Raise NotReady with this text in place of a database error."""
    try:
        yield
    except DatabaseFault as fault:
        raise NotReady(text) from fault


DATABASE_PART = Part("database", check_database)
PARTS_FOR_PAGES = (
    Part("static files", check_static_files),
    DATABASE_PART,
    Part("migrations", check_migrations),
    Part("cache", check_cache_table),
    Part("storage", check_storage),
)
PARTS_BESIDE_PAGES = (Part("worker", check_worker), Part("mail", check_mail), Part("search index", check_index))


class Report:
    """The faults of all parts; any visitor may ask for them, so they are looked up every few seconds at most."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.until = 0.0
        self.faults: dict[str, str] = {}

    def get_faults(self) -> dict[str, str]:
        """Return the fault of each part, empty if it is well."""
        with self.lock:
            if monotonic() >= self.until:
                self.faults = {part.name: part.find_fault() for part in (*PARTS_FOR_PAGES, *PARTS_BESIDE_PAGES)}
                self.until = monotonic() + settings.READINESS_HOLDS_SECONDS
            return self.faults


report = Report()
