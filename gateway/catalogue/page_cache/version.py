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
    """The mark of the change log, and the number of changes to pages that the log does not record."""

    mark: Mark
    pages: int

    def __str__(self) -> str:
        return f"{self.mark.epoch}-{self.mark.sequence}-{self.mark.token}-{self.pages}"


@dataclass(frozen=True)
class TimedVersion:
    """A version, and when it was read from the database."""

    version: Version | None
    at: float


_latest = TimedVersion(None, -math.inf)
"""Each process reads it at most ten times a second (`VERSION_HOLDS_SECONDS`), whatever the load."""


def get_version() -> Version | None:
    """Return the version of the content, at most `VERSION_HOLDS_SECONDS` old."""
    global _latest
    latest, now = _latest, time.monotonic()
    if now >= latest.at + settings.VERSION_HOLDS_SECONDS:
        latest = _latest = TimedVersion(get_committed_version(), now)
    return latest.version


def get_committed_version() -> Version | None:
    """Return the committed version, or None if nothing was ever changed or the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(LATEST_VERSION_SQL)
            row = cursor.fetchone()
    except (OperationalError, InterfaceError):
        return None
    return row and Version(make_mark(*row[:3]), row[3] or 0)


def reset_version() -> None:
    """Have the next request read the version from the database; for tests."""
    global _latest
    _latest = TimedVersion(None, -math.inf)
