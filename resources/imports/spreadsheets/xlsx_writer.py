"""The writer of XLSX files. It writes row by row, so that the table is never in memory as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from gateway.catalogue.text.csv_tables import escape_formula
from resources.imports.spreadsheets.cells import remove_control_characters

XLSX_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_EXCEL_CELL_LENGTH = 32_767


def build_workbook_download(rows: Iterable[Iterable[Any]], name: str, widths: Sequence[int]) -> FileResponse:
    return FileResponse(
        write_workbook(rows, widths), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX_MEDIA_TYPE
    )


def write_workbook(rows: Iterable[Iterable[Any]], widths: Sequence[int]) -> IO[bytes]:
    """Return an XLSX file with the rows, written through the disk. The caller must close it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Publications")
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in rows:
        sheet.append([prepare_cell(cell) for cell in row])
    file = TemporaryFile()  # noqa: SIM115 (who asked for it closes it)
    book.save(file)
    file.seek(0)
    return file


def prepare_cell(cell: Any) -> Any:
    """Return the value for a workbook's cell: defused, storable and within Excel's limit."""
    return (
        remove_control_characters(escape_formula(cell))[:MAX_EXCEL_CELL_LENGTH] or None
        if isinstance(cell, str)
        else cell
    )
