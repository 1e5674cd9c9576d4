"""What the content of the site is at a moment: one short query."""

from __future__ import annotations

from typing import NamedTuple

from django.db import InterfaceError, OperationalError, connection

from gateway.catalogue.facets.freshness import mark_of
from gateway.catalogue.facets.index import Mark
from gateway.catalogue.models import ChangeCounter, PageVersion

COUNTER, PAGES = ChangeCounter._meta.db_table, PageVersion._meta.db_table
LATEST = (
    f"SELECT change.epoch, change.value, change.token, page.value FROM {COUNTER} change"  # noqa: S608 (no input)
    f" LEFT JOIN {PAGES} page ON page.id = 1 WHERE change.id = 1"
)


class Version(NamedTuple):
    """Where the log of changes stands, and how often pages were touched beside it."""

    mark: Mark
    pages: int

    def __str__(self) -> str:
        return f"{self.mark.epoch}-{self.mark.sequence}-{self.mark.token}-{self.pages}"


def version_now() -> Version | None:
    """The version of the content as committed; None if nothing ever changed, or while the database is away."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(LATEST)
            row = cursor.fetchone()
    except (OperationalError, InterfaceError):
        return None
    return row and Version(mark_of(*row[:3]), row[3] or 0)
