"""Counts what visitors do with publications, without slowing a page.

A count goes into a buffer of this process, which costs the page no query and no lock of the database. The buffer is
written out a few seconds after its first count, by one short transaction in a thread of its own, and when the process
ends. A process that is killed loses the counts of those seconds: see docs/decisions/0503-counting.md.
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
from django.db import DatabaseError, connection, models, transaction
from django.http import HttpRequest

from resources.models import Publication, Use, WeeklyCount, WeeklyFilter, this_week
from resources.statistics.visitors import is_person, narrowed_by

MOST_KEPT = 50_000
"""So many different counts wait at most while the database does not answer; what comes then is not counted."""

VIEW = "view of a publication"
"""The name by which kept answers are counted (gateway.catalogue.answers)."""

logger = logging.getLogger(__name__)
type Row = tuple[type[models.Model], tuple[Any, ...]]


class Buffer:
    """Counts that are not in the database yet."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.counts: Counter[Row] = Counter()
        self.timer: Timer | None = None

    def add(self, rows: list[Row]) -> None:
        """Adds one to each row, and sees that they are written out soon."""
        with self.lock:
            for row in rows:
                if row in self.counts or len(self.counts) < MOST_KEPT:
                    self.counts[row] += 1
            self.start_timer()

    def start_timer(self) -> None:
        """Has the buffer written out in a while, unless that is under way or left to the caller (a delay of 0)."""
        if self.timer is None and self.counts and settings.COUNTING_DELAY:
            self.timer = Timer(settings.COUNTING_DELAY, self.write_in_thread)
            self.timer.daemon = True
            self.timer.start()

    def write_in_thread(self) -> None:
        """Writes the buffer out; what fails is tried again later."""
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
        """Writes the buffer out in one transaction. Raises DatabaseError, and then keeps the counts."""
        with self.lock:
            taken, self.counts = self.counts, Counter()
        try:
            store(taken)
        except DatabaseError:
            with self.lock:
                self.counts.update(taken)
            raise

    def forget(self) -> None:
        """Drops what waits; for tests."""
        with self.lock:
            self.counts.clear()


@transaction.atomic
def store(counts: Counter[Row]) -> None:
    """Adds counts to the rows of the database; those of publications that are gone are left out."""
    wanted = {key[0] for _, key in counts}
    there = set(Publication.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for model in (WeeklyCount, WeeklyFilter):
        rows = sorted((*key, count) for (table, key), count in counts.items() if table is model and key[0] in there)
        if rows:
            add_to(model, rows)


def add_to(model: type[models.Model], rows: list[tuple[Any, ...]]) -> None:
    """Adds to the `count` of rows, and makes those that are not there.

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
        cursor.executemany(statement, [[adapted(value) for value in row] for row in rows])


def adapted(value: Any) -> Any:
    """A value as the database takes it."""
    return value if isinstance(value, int | str) else connection.ops.adapt_datefield_value(value)


buffer = Buffer()


@atexit.register
def write_what_is_left() -> None:
    """Writes the buffer out when the process ends."""
    if settings.COUNTING_DELAY and buffer.counts:
        buffer.write_in_thread()


def never_in_the_way(count: Callable[..., None]) -> Callable[..., None]:
    """Makes a count that cannot break the page it is made for."""

    @wraps(count)
    def counted(*args: Any, **kwargs: Any) -> None:
        try:
            count(*args, **kwargs)
        except Exception:
            logger.exception("A use of a publication was not counted.")

    return counted


@never_in_the_way
def count_view(request: HttpRequest, pk: int) -> None:
    """Counts that a person opened a public publication's page, and what they had narrowed the list by."""
    if request.method != "GET" or not is_person(request):
        return
    week = this_week()
    rows: list[Row] = [(WeeklyCount, (pk, week, Use.VIEW.value))]
    rows += [(WeeklyFilter, (pk, week, *term)) for term in narrowed_by(request)]
    buffer.add(rows)


@never_in_the_way
def count_download(request: HttpRequest, publication: Publication) -> None:
    """Counts that a person downloaded a file of a publication; the further parts of one download do not count."""
    is_first_part = request.headers.get("Range", "bytes=0-").startswith("bytes=0-")
    if request.method == "GET" and is_first_part and publication.is_public and is_person(request):
        buffer.add([(WeeklyCount, (publication.pk, this_week(), Use.DOWNLOAD.value))])


@never_in_the_way
def count_click(request: HttpRequest, publication: Publication) -> None:
    """Counts that a person followed a link of a publication to another site."""
    if publication.is_public and is_person(request):
        buffer.add([(WeeklyCount, (publication.pk, this_week(), Use.CLICK.value))])
