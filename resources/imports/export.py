"""The export of publications that a user may edit, with the columns of an import."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from resources.imports.spreadsheets.cells import remove_control_characters
from resources.imports.spreadsheets.columns import get_cell_text, get_columns, prefetch_columns
from resources.models import Publication, PublicationQuerySet
from resources.publications.form.sections import PUBLICATION_KINDS, get_sections

ROWS_PER_CHUNK = 500
COMMON_COLUMNS = {"slug", "kind", "publisher", "status"}
COLUMNS_BY_KIND = {
    kind.value: COMMON_COLUMNS
    | {name for part in get_sections(kind, is_editor=True, asks_publisher=True) for name in part.fields}
    for kind in PUBLICATION_KINDS
}


def build_rows(publications: PublicationQuerySet, user: Any) -> Iterator[list[str]]:
    """Yield the column names, then one row for each publication."""
    columns = get_columns(user)
    yield [column.name for column in columns]
    for publication in prefetch_columns(publications).order_by("sort_title", "pk").iterator(ROWS_PER_CHUNK):
        yield [format_cell(publication, column.name) for column in columns]


def format_cell(publication: Publication, name: str) -> str:
    """Return the text of one cell, empty if this kind does not have the field."""
    if name not in COLUMNS_BY_KIND[publication.kind]:
        return ""
    return remove_control_characters(get_cell_text(publication, name))


def build_example_rows(user: Any) -> Iterator[list[str]]:
    """Yield the column names, then one example row to replace."""
    columns = get_columns(user)
    yield [column.name for column in columns]
    yield [column.example for column in columns]
