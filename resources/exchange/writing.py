"""Writes tables for spreadsheet programs, row by row, so that no table is held in memory."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from resources.exchange.cells import defused, storable

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes CSV for Windows-1252."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_IN_EXCEL = 32_767


class Echo:
    """What csv writes to: it gives back each line."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


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


def workbook_download(rows: Iterable[Iterable[Any]], name: str, widths: Sequence[int]) -> FileResponse:
    """Rows as an XLSX file to download."""
    return FileResponse(workbook(rows, widths), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def workbook(rows: Iterable[Iterable[Any]], widths: Sequence[int]) -> IO[bytes]:
    """Rows as an XLSX file, written through the disk, so that no table is held in memory."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Publications")
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in rows:
        sheet.append([in_workbook(cell) for cell in row])
    file = TemporaryFile()  # noqa: SIM115 (who asked for it closes it)
    book.save(file)
    file.seek(0)
    return file


def in_workbook(cell: Any) -> Any:
    """What a workbook holds for a cell."""
    return storable(defused(cell))[:LONGEST_IN_EXCEL] or None if isinstance(cell, str) else cell
