"""Reads a spreadsheet that somebody uploads: CSV or XLSX, within limits, whatever it is made of.

What makes the whole file unusable raises UnreadableFile; what is wrong with one cell stands by its row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import islice

from resources.exchange.cells import CONTROL, one_line_ends, undefused
from resources.exchange.columns import COLUMNS, column_named
from resources.exchange.workbooks import workbook_rows

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 100
LONGEST_CELL = 20_000
DELIMITERS = ",;\t"
OTHER_FORMATS = {
    b"\xd0\xcf\x11\xe0": "This is an old Excel file (.xls) or one with a password. Save it as .xlsx or .csv.",
    b"%PDF": "This is a PDF. Save the table as .xlsx or .csv.",
    b"\xff\xfe": "This text is in UTF-16. Save it as “CSV UTF-8”.",
    b"\xfe\xff": "This text is in UTF-16. Save it as “CSV UTF-8”.",
}
type Problem = tuple[str, str]


class UnreadableFile(Exception):
    """The file cannot be read as a table of publications; the message says why and what to do."""


@dataclass
class Row:
    """One row of the table: its number as spreadsheet programs show it, its cells by column, and what is wrong."""

    number: int
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Cell:
    """What a cell says, or why it says nothing."""

    text: str = ""
    problem: str = ""


def read_sheet(data: bytes) -> list[Row]:
    """The rows of a CSV or XLSX file. Raises UnreadableFile."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(f"The file is larger than {MOST_BYTES // 1024**2} MB. Split it into several.")
    for start, what in OTHER_FORMATS.items():
        if data.startswith(start):
            raise UnreadableFile(what)
    table = workbook_table(data) if data.startswith(b"PK\x03\x04") else text_table(decoded(data))
    header = read_header(next(table, []))
    rows = [row for number, cells in enumerate(table, start=2) if (row := read_row(number, header, cells))]
    if not rows:
        raise UnreadableFile("There is nothing beneath the names of the columns.")
    if len(rows) > MOST_ROWS:
        raise UnreadableFile(f"There are more than {MOST_ROWS:,} rows. Split the file into several.")
    return rows


def decoded(data: bytes) -> str:
    """The words of a text file in UTF-8 or in Windows-1252, which is how Excel saves plain CSV in England."""
    if b"\0" in data:
        raise UnreadableFile("This is not a text file: it holds NUL characters. Save the table as .xlsx or .csv.")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("The letters cannot be read. Save the file as “CSV UTF-8”.")


def text_table(text: str) -> Iterator[list[Cell]]:
    """The rows of a CSV file (RFC 4180), with commas, semicolons or tabs between its cells."""
    first_line = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first_line.count), strict=True)
    try:
        for cells in islice(reader, MOST_ROWS * 2):
            yield [Cell(cell) for cell in cells]
    except csv.Error as error:
        where = f"Line {reader.line_num:,} of the file cannot be read ({error})."
        raise UnreadableFile(f"{where} Look for a quotation mark that is opened and not closed.") from error


def workbook_table(data: bytes) -> Iterator[list[Cell]]:
    """The rows of the first sheet of an XLSX file."""
    try:
        for cells in islice(workbook_rows(data, MOST_COLUMNS + 1), MOST_ROWS * 2):
            yield [Cell(text, problem) for text, problem in cells]
    except ValueError as error:
        raise UnreadableFile(str(error)) from error


def read_header(cells: list[Cell]) -> list[str]:
    """The columns that the first row names; an empty name stands for a column without one."""
    names = [cell.text.strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise UnreadableFile(f"There are more than {MOST_COLUMNS} columns.")
    header = [known(name) if name else "" for name in names]
    if twice := next((name for name in header if name and header.count(name) > 1), ""):
        raise UnreadableFile(f"The column “{twice}” stands twice.")
    if not {"slug", "title"} & set(header):
        raise UnreadableFile("The first row must name the columns, and “title” or “slug” must be one of them.")
    return header


def known(name: str) -> str:
    """The column that a heading means. Raises UnreadableFile if there is none."""
    column = column_named(name)
    if column is None:
        near = get_close_matches(name.lower(), [column.name for column in COLUMNS], 1)
        hint = f"Do you mean “{near[0]}”?" if near else f"The columns are: {', '.join(c.name for c in COLUMNS)}."
        raise UnreadableFile(f"We do not know the column “{CONTROL.sub('', name)[:40]}”. {hint}")
    return column.name


def read_row(number: int, header: list[str], cells: Iterable[Cell]) -> Row | None:
    """A row by its columns; None for an empty one."""
    row = Row(number, dict.fromkeys(filter(None, header), ""))
    is_empty = True
    for place, cell in enumerate(cells):
        text = one_line_ends(undefused(cell.text)).strip()
        if not text and not cell.problem:
            continue
        is_empty = False
        name = header[place] if place < len(header) else ""
        if not name:
            row.problems.append(("", f"Cell {place + 1} stands under no column: “{CONTROL.sub('', text)[:40]}”."))
            break
        row.cells[name] = CONTROL.sub("", text)[:LONGEST_CELL]
        if problem := cell.problem or what_is_wrong(text):
            row.problems.append((name, problem))
    return None if is_empty else row


def what_is_wrong(text: str) -> str:
    """Why a cell's words cannot be taken as they are."""
    if len(text) > LONGEST_CELL:
        return f"This is {len(text):,} characters long. No cell may be longer than {LONGEST_CELL:,}."
    if found := CONTROL.search(text):
        return f"This holds a character that is no text (U+{ord(found[0]):04X}). Type the cell again."
    return ""
