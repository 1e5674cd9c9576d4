"""Opens an XLSX file from strangers: a ZIP archive of XML, so both are distrusted.

openpyxl reads the XML with defusedxml, which refuses entities; the sizes are checked before it begins, because it holds
a row and all shared strings in memory.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from resources.exchange.cells import as_text

MOST_PARTS = 300
MOST_UNPACKED = 60 * 1024 * 1024
MOST_TAGS = 1_200_000
"""So many "<" in a workbook; 5,000 rows with every column filled have about 900,000."""
MOST_TAGS_IN_A_ROW = 20_000
ROW = re.compile(rb"<(?:\w+:)?row\b")
NOT_A_WORKBOOK = "This cannot be read as an Excel workbook. Open it, save it again as .xlsx, or save it as “CSV UTF-8”."
FORMULA = "This is a formula. Copy the cell and paste it as a value."
BROKEN_FORMULA = "This cell shows an error ({}). Type what should stand there."
CHUNK = 1024 * 1024


def workbook_rows(data: bytes, most_columns: int) -> Iterator[list[tuple[str, str]]]:
    """The cells of each row of the first sheet, each as its text and what is wrong with it. Raises ValueError."""
    check_archive(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it leaves out
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            for cells in sheet.iter_rows(max_col=most_columns):
                yield [read_cell(cell) for cell in cells]
    except (GeneratorExit, MemoryError):
        raise
    except Exception as error:  # whatever a broken archive makes of the reader
        raise ValueError(NOT_A_WORKBOOK) from error


def check_archive(data: bytes) -> None:
    """Refuses an archive that is broken, or far larger unpacked than a table of publications is. Raises ValueError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise ValueError("This workbook is too large when it is unpacked. Copy the table alone into a new one.")
            if sum(tags_in(archive, part) for part in parts) > MOST_TAGS:
                raise ValueError("This workbook has too many cells. Copy the table alone into a new one.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ValueError(NOT_A_WORKBOOK) from error


def tags_in(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """How many "<" a part of the archive has; its stated size is the most that is unpacked. Raises ValueError."""
    total = since_row = 0
    with archive.open(part) as unpacked:
        for chunk in iter(lambda: unpacked.read(CHUNK), b""):
            for place, piece in enumerate(ROW.split(chunk)):
                since_row = piece.count(b"<") + (0 if place else since_row)
                if since_row > MOST_TAGS_IN_A_ROW and part.filename.startswith("xl/worksheets/"):
                    raise ValueError("A row of this workbook has too many cells. Copy the table alone into a new one.")
            total += chunk.count(b"<")
    return total


def read_cell(cell: Any) -> tuple[str, str]:
    """A cell's text and what is wrong with it."""
    if cell.data_type == "f":
        return "", FORMULA
    if cell.data_type == "e":
        return "", BROKEN_FORMULA.format(cell.value)
    return as_text(cell.value), ""
