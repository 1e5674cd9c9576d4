"""The export of publications that a user may edit, with the columns of an import."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from resources.imports.spreadsheets.cells import storable
from resources.imports.spreadsheets.columns import columns_for, text_of, with_columns
from resources.models import Publication, PublicationQuerySet
from resources.publications.form.sections import PUBLICATION_KINDS, sections

ROWS_PER_CHUNK = 500
COMMON_COLUMNS = {"slug", "kind", "publisher", "status"}
COLUMNS_BY_KIND = {
    kind.value: COMMON_COLUMNS
    | {name for part in sections(kind, is_editor=True, asks_publisher=True) for name in part.fields}
    for kind in PUBLICATION_KINDS
}


def table(publications: PublicationQuerySet, user: Any) -> Iterator[list[str]]:
    """Yield the column names, then one row for each publication."""
    columns = columns_for(user)
    yield [column.name for column in columns]
    for publication in with_columns(publications).order_by("sort_title", "pk").iterator(ROWS_PER_CHUNK):
        yield [cell(publication, column.name) for column in columns]


def cell(publication: Publication, name: str) -> str:
    """Return the text of one cell, empty if this kind does not have the field."""
    if name not in COLUMNS_BY_KIND[publication.kind]:
        return ""
    return storable(text_of(publication, name))


def template(user: Any) -> Iterator[list[str]]:
    """Yield the column names, then one example row to replace."""
    columns = columns_for(user)
    yield [column.name for column in columns]
    yield [column.example for column in columns]
