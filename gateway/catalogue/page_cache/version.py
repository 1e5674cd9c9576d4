"""The version of the site's content: one short query, which busy processes do not repeat for every request."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from gateway.catalogue.facets.freshness import make_mark
from gateway.catalogue.facets.index import Mark
from gateway.catalogue.models import ChangeCounter, PageVersion

COUNTER_TABLE, PAGES_TABLE = ChangeCounter._meta.db_table, PageVersion._meta.db_table
LATEST_VERSION_SQL = (
    f"SELECT change.epoch, change.value, change.token, page.value FROM {COUNTER_TABLE} change"  # noqa: S608 (no input)
    f" LEFT JOIN {PAGES_TABLE} page ON page.id = 1 WHERE change.id = 1"
)


class Version(NamedTuple):
    """The mark of the change log, and how often pages were touched besides."""

    mark: Mark
    pages: int

    def __str__(self) -> str:
        return f"{self.mark.epoch}-{self.mark.sequence}-{self.mark.token}-{self.pages}"


@dataclass(frozen=True)
class Heard:
    """A version, and when the database was asked for it."""

    version: Version | None
    at: float


_heard = Heard(None, -math.inf)
"""The latest; each process asks at most ten times a second (`VERSION_HOLDS_SECONDS`), whatever the load."""


def version_now() -> Version | None:
    """Return the version of the content, at most `VERSION_HOLDS_SECONDS` old."""
    global _heard
    heard, now = _heard, time.monotonic()
    if now >= heard.at + settings.VERSION_HOLDS_SECONDS:
        heard = _heard = Heard(committed_version(), now)
    return heard.version


def committed_version() -> Version | None:
    """Return the version as committed, or None if nothing ever changed or the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(LATEST_VERSION_SQL)
            row = cursor.fetchone()
    except (OperationalError, InterfaceError):
        return None
    return row and Version(make_mark(*row[:3]), row[3] or 0)


def forget() -> None:
    """Have the next request ask the database in any case; for tests."""
    global _heard
    _heard = Heard(None, -math.inf)
