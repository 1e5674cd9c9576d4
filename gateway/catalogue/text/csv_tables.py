"""Writes tables for spreadsheet programs, row by row, so that no table is held in memory.

A cell that begins like a formula gets an apostrophe before it, which a spreadsheet program takes for text (CSV
injection, OWASP). So does one that begins with apostrophes before such a sign; taking one apostrophe away then always
gives back exactly what was there.
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
"""Without it Excel takes CSV for Windows-1252."""


class Echo:
    """What csv writes to: it gives back each line."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def defused(text: str) -> str:
    """The text as no spreadsheet program runs it."""
    return f"'{text}" if FORMULA_PATTERN.match(text) else text


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Rows as the lines of a CSV file (RFC 4180); words are defused, numbers stay numbers."""
    writer = csv.writer(Echo(), quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    for row in rows:
        yield writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in row])


def csv_download(rows: Iterable[Iterable[Any]], name: str) -> StreamingHttpResponse:
    """Rows as a CSV file to download."""
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
