"""Counts of what visitors do, kept without slowing a page.

A count goes into a buffer of this process, which costs the page no query and no database lock. The buffer is written a
few seconds after its first count, by one short transaction in a thread of its own, and when the process ends. A process
that is killed loses the counts of those seconds: see docs/decisions/0503-counting.md.
"""

from __future__ import annotations

import atexit
import logging
from collections import Counter
from collections.abc import Callable
from functools import wraps
from threading import Lock, Timer
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, models

MAX_COUNTS_KEPT = 50_000
"""The number of different counts that wait while the database does not answer; any more are not counted."""

logger = logging.getLogger(__name__)


class Buffer[Row]:
    """Counts that are not in the database yet; `store` adds them to it, all or none."""

    def __init__(self, store: Callable[[Counter[Row]], None]) -> None:
        self.store = store
        self.lock = Lock()
        self.counts: Counter[Row] = Counter()
        self.timer: Timer | None = None
        atexit.register(self.write_remaining)

    def add(self, rows: list[Row]) -> None:
        """Add one to each row and have them written soon."""
        with self.lock:
            for row in rows:
                if row in self.counts or len(self.counts) < MAX_COUNTS_KEPT:
                    self.counts[row] += 1
            self.start_timer()

    def start_timer(self) -> None:
        """Schedule a write, unless one is scheduled or the delay is 0, which leaves it to the caller."""
        if self.timer is None and self.counts and settings.COUNTING_DELAY:
            self.timer = Timer(settings.COUNTING_DELAY, self.write_in_thread)
            self.timer.daemon = True
            self.timer.start()

    def write_in_thread(self) -> None:
        """Write the buffer, and try again later if that fails."""
        with self.lock:
            self.timer = None
        try:
            self.write()
        except DatabaseError:
            logger.warning("The counts of use are not written yet: the database does not answer.")
            with self.lock:
                self.start_timer()
        finally:
            connection.close()

    def write(self) -> None:
        """Write the buffer in one transaction.

        Raise DatabaseError, keeping the counts, if that fails.
        """
        with self.lock:
            taken, self.counts = self.counts, Counter()
        try:
            self.store(taken)
        except DatabaseError:
            with self.lock:
                self.counts.update(taken)
            raise

    def write_remaining(self) -> None:
        if settings.COUNTING_DELAY and self.counts:
            self.write_in_thread()

    def clear(self) -> None:
        """Drop the counts that are not written yet; for tests."""
        with self.lock:
            self.counts.clear()


def add_to(model: type[models.Model], rows: list[tuple[Any, ...]]) -> None:
    """Add to the `count` of rows, creating those that do not exist.

    The ORM's upsert can replace a number but not add to it.
    """
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    columns = [quote(field.column) for field in model._meta.concrete_fields if field.column and not field.primary_key]
    key = ", ".join(columns[:-1])
    marks = ", ".join(["%s"] * len(columns))
    statement = (
        f"INSERT INTO {table} ({key}, {columns[-1]}) VALUES ({marks}) "  # noqa: S608
        f"ON CONFLICT ({key}) DO UPDATE SET {columns[-1]} = {table}.{columns[-1]} + excluded.{columns[-1]}"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[adapt_value(value) for value in row] for row in rows])


def adapt_value(value: Any) -> Any:
    return value if isinstance(value, int | str) else connection.ops.adapt_datefield_value(value)


def log_exceptions(count: Callable[..., None]) -> Callable[..., None]:
    """Decorate a count so that a failure cannot break the page that it is made for."""

    @wraps(count)
    def counted(*args: Any, **kwargs: Any) -> None:
        try:
            count(*args, **kwargs)
        except Exception:
            logger.exception("A use of the site was not counted.")

    return counted
