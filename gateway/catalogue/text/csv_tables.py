"""Tables for spreadsheet programs, written row by row so that no table is held in memory.

A cell that begins like a formula gets an apostrophe before it, so that a spreadsheet program takes it for text (CSV
injection, OWASP). So does a cell that begins with apostrophes before such a character; removing one apostrophe then
always restores the original.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

FORMULA_CHARACTERS = "=+\\-@\t\r\n＝＋－＠"
FORMULA_PATTERN = re.compile(f"'*[{FORMULA_CHARACTERS}]")
BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel reads CSV as Windows-1252."""


class Echo:
    """A file for the csv module whose `write` returns each line."""

    def write(self, line: str) -> str:
        return line


def escape_formula(text: str) -> str:
    """Return the text in a form that no spreadsheet program runs as a formula."""
    return f"'{text}" if FORMULA_PATTERN.match(text) else text


def render_csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield rows as the lines of a CSV file (RFC 4180); text is defused and numbers stay numbers."""
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([escape_formula(cell) if isinstance(cell, str) else cell for cell in row])


def make_csv_response(rows: Iterable[Iterable[Any]], name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(render_csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
