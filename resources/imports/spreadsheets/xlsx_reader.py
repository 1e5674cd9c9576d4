"""The reader of XLSX files, which trusts neither the ZIP archive nor the XML in it.

openpyxl parses the XML with defusedxml, which refuses entities. The sizes are checked first, because openpyxl holds a
row and all shared strings in memory.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from openpyxl import load_workbook

from gateway.catalogue.text_extraction.sheets import WORKBOOK_PATH, WorkbookHandler, is_collapsed
from gateway.catalogue.text_extraction.xml_parts import get_related_parts, parse_number, read_part
from resources.imports.spreadsheets.cells import convert_to_text

warnings.filterwarnings("ignore", module=r"openpyxl\.")  # set once: a filter changed per file would affect all threads

MAX_PARTS = 300
MAX_UNPACKED_BYTES = 60 * 1024 * 1024
MAX_TAGS = 1_200_000
"""The most "<" in a workbook. 5,000 rows with every column filled in have about 900,000."""
MAX_TAGS_PER_ROW = 20_000
MAX_COLUMNS_CHECKED = 1_000
STRICT_NAMESPACE = b"http://purl.oclc.org/ooxml/"
STRICT_NAME_PATTERN = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/([\w/]+)")
ROW_START_PATTERN = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
COLUMN_PATTERN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
ATTRIBUTE_PATTERN = re.compile(rb"\b(\w+)=[\"']([^\"']*)[\"']")
ROW_PATTERN = re.compile(rb"<(?:\w+:)?row\b")
NOT_A_WORKBOOK_MESSAGE = (
    "This cannot be read as an Excel workbook. Open it, save it again as .xlsx, or save it as “CSV UTF-8”."
)
FORMULA_MESSAGE = "This is a formula. Copy the cell and paste it as a value."
BROKEN_FORMULA_MESSAGE = "This cell shows an error ({}). Type what should be there."
CHUNK_BYTES = 1024 * 1024


class WorkSheet(NamedTuple):
    """A visible sheet: its name, its rows, and the numbers of its hidden rows and columns."""

    name: str
    rows: Iterator[list[tuple[str, str]]]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]


def read_work_sheets(data: bytes, most_columns: int) -> Iterator[WorkSheet]:
    """Yield the visible sheets of a workbook. Each cell is a pair of its text and its problem. Raise ValueError."""
    check_archive(data)
    data = use_transitional_names(data)
    with convert_parser_errors():
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not book.worksheets:
            raise ValueError(NOT_A_WORKBOOK_MESSAGE)
        sources = find_visible_sheets(data)
    for place, sheet in enumerate(shown):
        source = sources[place] if len(sources) == len(shown) else b""
        yield WorkSheet(
            sheet.title, read_rows(sheet, most_columns), find_hidden_rows(source), find_hidden_columns(source)
        )


@contextmanager
def convert_parser_errors() -> Iterator[None]:
    """Turn any error that a broken archive causes in the parser into ValueError."""
    try:
        yield
    except (GeneratorExit, MemoryError):
        raise
    except Exception as error:
        raise ValueError(NOT_A_WORKBOOK_MESSAGE) from error


def read_rows(sheet: Any, most_columns: int) -> Iterator[list[tuple[str, str]]]:
    """Yield the cells of each row of a sheet. Raise ValueError."""
    with convert_parser_errors():
        sheet.reset_dimensions()
        for cells in sheet.iter_rows(max_col=most_columns):
            yield [read_cell(cell) for cell in cells]


def use_transitional_names(data: bytes) -> bytes:
    """Return a workbook with the namespaces that openpyxl knows. Excel can also save those of strict OOXML."""
    out = io.BytesIO()
    with convert_parser_errors(), zipfile.ZipFile(io.BytesIO(data)) as old:
        if WORKBOOK_PATH not in old.NameToInfo or STRICT_NAMESPACE not in old.read(WORKBOOK_PATH):
            return data
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in dict.fromkeys(old.namelist()):
                new.writestr(name, STRICT_NAME_PATTERN.sub(get_transitional_name, old.read(name)))
    return out.getvalue()


def get_transitional_name(strict: re.Match[bytes]) -> bytes:
    """Return the transitional namespace or relationship for a strict one."""
    return b"http://schemas.openxmlformats.org/%b/2006/%b" % strict.groups()


def find_visible_sheets(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        related = get_related_parts(archive, WORKBOOK_PATH)
        keys = read_part(archive, WORKBOOK_PATH, WorkbookHandler()).keys
        names = [related.get(key, "") for key in keys]
        return [archive.read(name) for name in names if "/worksheets/" in name]


def find_hidden_rows(source: bytes) -> frozenset[int]:
    number, found = 0, set()
    for row in ROW_START_PATTERN.finditer(source):
        values = read_attributes(row[0])
        number = parse_number(values.get("r"), number + 1)
        if is_collapsed(values, "ht"):
            found.add(number)
    return frozenset(found)


def find_hidden_columns(source: bytes) -> frozenset[int]:
    """Return the numbers of a sheet's hidden columns, up to MAX_COLUMNS_CHECKED."""
    found: set[int] = set()
    for column in COLUMN_PATTERN.finditer(source):
        values = read_attributes(column[0])
        if is_collapsed(values, "width"):
            found.update(
                range(parse_number(values.get("min")), min(parse_number(values.get("max")), MAX_COLUMNS_CHECKED) + 1)
            )
    return frozenset(found)


def read_attributes(tag: bytes) -> dict[str, str]:
    return {name.decode(): value.decode("utf-8", "replace") for name, value in ATTRIBUTE_PATTERN.findall(tag)}


def check_archive(data: bytes) -> None:
    """Raise ValueError if the archive is broken, or far too large when unpacked for a table of publications."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise ValueError("This workbook is too large when it is unpacked. Copy the table alone into a new one.")
            if sum(count_tags(archive, part) for part in parts) > MAX_TAGS:
                raise ValueError("This workbook has too many cells. Copy the table alone into a new one.")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ValueError(NOT_A_WORKBOOK_MESSAGE) from error


def count_tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> int:
    """Return how many "<" a part of the archive has. At most its stated size is unpacked. Raise ValueError."""
    total = since_row = 0
    with archive.open(part) as unpacked:
        for chunk in iter(lambda: unpacked.read(CHUNK_BYTES), b""):
            for place, piece in enumerate(ROW_PATTERN.split(chunk)):
                since_row = piece.count(b"<") + (0 if place else since_row)
                if since_row > MAX_TAGS_PER_ROW and part.filename.startswith("xl/worksheets/"):
                    raise ValueError("A row of this workbook has too many cells. Copy the table alone into a new one.")
            total += chunk.count(b"<")
    return total


def read_cell(cell: Any) -> tuple[str, str]:
    if cell.data_type == "f":
        return "", FORMULA_MESSAGE
    if cell.data_type == "e":
        return "", BROKEN_FORMULA_MESSAGE.format(cell.value)
    return convert_to_text(cell.value), ""
