"""The reader of uploaded spreadsheets: CSV or XLSX, within limits.

UnreadableFile is raised if the whole file is unusable. A problem with one cell is recorded with its row.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain, islice

from gateway.catalogue.text.characters import decode_text
from resources.imports.spreadsheets.cells import CONTROL_CHARACTER_PATTERN, normalise_line_ends, remove_apostrophe
from resources.imports.spreadsheets.columns import COLUMNS_BY_NAME, find_column, get_form_labels, normalise_heading
from resources.imports.spreadsheets.xlsx_reader import read_work_sheets

MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_HEAD_ROWS = 10
"""The number of first rows in which the header is searched for."""
MAX_ROWS_LISTED = 10
MAX_HEAD_CHARACTERS = 5_000
MAX_CELL_LENGTH = 20_000
DELIMITERS = ",;\t|"
UTF_16_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
MARKUP_PATTERN = re.compile(r"\s*<(?:!doctype|html|head|body|table|meta|\?xml)\b", re.IGNORECASE)
OTHER_FORMAT_MESSAGES = {
    b"\xd0\xcf\x11\xe0": "This is an old Excel file (.xls) or one with a password. Save it as .xlsx or .csv.",
    b"%PDF": "This is a PDF. Save the table as .xlsx or .csv.",
}
type Problem = tuple[str, str]


class UnreadableFile(Exception):
    """The file cannot be read as a table of publications. The message says why and what to do."""


class MissingHeader(UnreadableFile):
    """None of the first rows names the columns."""


@dataclass
class SheetTable:
    """The rows of one sheet, and the numbers of its hidden rows and columns."""

    rows: Iterator[list[Cell]]
    name: str = ""
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()


@dataclass
class Row:
    """One row of the table: its number in the spreadsheet, its cells by column, and its problems."""

    number: int
    cells: dict[str, str]
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Cell:
    """The text of a cell, or the reason why it has none."""

    text: str = ""
    problem: str = ""


@dataclass
class Sheet:
    """The rows of publications, and notices about how the file was read."""

    rows: list[Row]
    notices: list[str]


@dataclass
class Header:
    """The row that names the columns: its number, the column at each position, and the headings left out."""

    number: int
    columns: list[str]
    unknown: dict[int, str]
    hidden: dict[int, str]


def read_sheet(data: bytes) -> list[Row]:
    """Return the rows of a CSV or XLSX file. Raise UnreadableFile."""
    return open_sheet(data).rows


def open_sheet(data: bytes) -> Sheet:
    """Return the table in a CSV or XLSX file. Raise UnreadableFile."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it into several.")
    for start, what in OTHER_FORMAT_MESSAGES.items():
        if data.startswith(start):
            raise UnreadableFile(what)
    is_workbook = data.startswith(b"PK\x03\x04")
    tables = read_workbook(data) if is_workbook else iter([SheetTable(read_csv(decode_file(data)))])
    table, first, header = find_table(tables)
    beneath = chain(first[header.number :], table.rows)
    numbered = enumerate(beneath, start=header.number + 1)
    read = (row for number, cells in numbered if (row := read_row(number, header, cells)))
    rows: list[Row] = []
    passed_over: list[Row] = []
    for row in read:
        (passed_over if row.number in table.hidden_rows else rows).append(row)
    if not rows:
        raise UnreadableFile("There is nothing below the names of the columns.")
    if len(rows) > MAX_ROWS:
        raise UnreadableFile(f"There are more than {MAX_ROWS:,} rows. Split the file into several.")
    notices = [
        *build_notices(header, first),
        *describe_missing_kind(header, rows),
        *describe_hidden_rows(passed_over),
        *describe_other_sheets(table, tables),
    ]
    return Sheet(rows, notices)


def find_table(tables: Iterator[SheetTable]) -> tuple[SheetTable, list[list[Cell]], Header]:
    """Return the first sheet with a header, its first rows and the header. Raise UnreadableFile."""
    refusal = UnreadableFile("All its sheets are hidden. Show the one to import.")
    for place, table in enumerate(tables):
        first = list(islice(table.rows, MAX_HEAD_ROWS))
        try:
            return table, first, find_header(first, table.hidden_columns)
        except MissingHeader as error:
            refusal = refusal if place else error
    raise refusal


def describe_missing_kind(header: Header, rows: list[Row]) -> list[str]:
    """Return a notice if there are new publications and no column says of which kind they are."""
    if "kind" in header.columns or all(row.cells.get("slug") for row in rows):
        return []
    return ["There is no column “kind”. Add it, and say in each new row what kind of publication it is."]


def describe_hidden_rows(rows: list[Row]) -> list[str]:
    if not rows:
        return []
    numbers = ", ".join(str(row.number) for row in rows[:MAX_ROWS_LISTED]) + (
        " and more" if len(rows) > MAX_ROWS_LISTED else ""
    )
    return [f"We left out hidden rows: {numbers}. If you want them, show them in the sheet and import it again."]


def describe_other_sheets(read: SheetTable, others: Iterator[SheetTable]) -> list[str]:
    """Return notices about other sheets with a header, which were not read."""
    notices = []
    for table in others:
        try:
            find_header(list(islice(table.rows, MAX_HEAD_ROWS)), table.hidden_columns)
        except UnreadableFile:
            continue
        notices.append(f"We only read the sheet “{read.name}”. To import “{table.name}”, save it as a separate file.")
    return notices


def decode_file(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or Windows-1252, in which Excel saves plain CSV in England."""
    if data[:2] in UTF_16_BOMS:
        return data.decode("utf-16", "replace")
    if b"\0" in data:
        raise UnreadableFile("This is not a text file: it holds NUL characters. Save the table as .xlsx or .csv.")
    text = decode_text(data.removeprefix(codecs.BOM_UTF8))
    if "\ufffd" in text:
        raise UnreadableFile("We cannot read the letters. Save the file as “CSV UTF-8”.")
    return text


def read_csv(text: str) -> Iterator[list[Cell]]:
    """Yield the rows of a CSV file (RFC 4180), with commas, semicolons, tabs or bars between its cells."""
    if MARKUP_PATTERN.match(text):
        raise UnreadableFile("This is a web page, not a table. Open it in Excel, and save it as .xlsx or .csv.")
    sign = find_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True, skipinitialspace=True)
    try:
        for cells in islice(reader, MAX_ROWS * 2):
            yield [Cell(cell) for cell in cells]
    except csv.Error as error:
        where = f"Line {reader.line_num:,} of the file cannot be read ({error})."
        raise UnreadableFile(f"{where} Look for a quotation mark that is opened and not closed.") from error


def find_delimiter(text: str) -> str:
    """Return the delimiter with which one of the first lines names the most columns."""
    lines = [line[:MAX_HEAD_CHARACTERS] for line in text.lstrip()[:100_000].splitlines()[:MAX_HEAD_ROWS]]
    named = {sign: max((count_known_headings(line.split(sign)) for line in lines), default=0) for sign in DELIMITERS}
    first = lines[0] if lines else ""
    return max(DELIMITERS, key=lambda sign: (named[sign], first.count(sign)))


def count_known_headings(headings: Iterable[str]) -> int:
    return sum(find_column(heading.strip(' "')) is not None for heading in headings)


def read_workbook(data: bytes) -> Iterator[SheetTable]:
    """Yield the visible sheets of an XLSX file. Raise UnreadableFile."""
    try:
        for sheet in read_work_sheets(data, MAX_COLUMNS + 1):
            yield SheetTable(read_cells(sheet.rows), sheet.name, sheet.hidden_rows, sheet.hidden_columns)
    except ValueError as error:
        raise UnreadableFile(str(error)) from error


def read_cells(rows: Iterator[list[tuple[str, str]]]) -> Iterator[list[Cell]]:
    """Yield the rows of a sheet. Raise UnreadableFile."""
    try:
        for cells in islice(rows, MAX_ROWS * 2):
            yield [Cell(text, problem) for text, problem in cells]
    except ValueError as error:
        raise UnreadableFile(str(error)) from error


def find_header(rows: list[list[Cell]], hidden: Collection[int] = ()) -> Header:
    """Return the row that names the columns: the first one, or one below a title. Raise UnreadableFile."""
    best: Header | None = None
    for number, cells in enumerate(rows, start=1):
        header = read_header(number, [cell.text.strip() for cell in cells], hidden)
        names = set(filter(None, header.columns))
        if {"slug", "title"} & names and (best is None or len(names) > len(set(filter(None, best.columns)))):
            best = header
    if best is None:
        raise MissingHeader(explain_missing_header(rows))
    if twice := next((name for name in best.columns if name and best.columns.count(name) > 1), ""):
        raise UnreadableFile(f"The column “{twice}” is there twice. Remove one.")
    return best


def read_header(number: int, names: list[str], hidden: Collection[int] = ()) -> Header:
    """Return a row as a header. Raise UnreadableFile if it has too many columns."""
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS and count_known_headings(names[:MAX_COLUMNS]):
        raise UnreadableFile(f"There are more than {MAX_COLUMNS} columns.")
    columns = [find_column(name) if name else None for name in names[:MAX_COLUMNS]]
    unseen = {place: name for place, name in enumerate(names[:MAX_COLUMNS]) if place + 1 in hidden}
    columns = [None if place in unseen else column for place, column in enumerate(columns)]
    unknown = {place: name for place, name in enumerate(names[:MAX_COLUMNS]) if name and columns[place] is None}
    unknown = {place: name for place, name in unknown.items() if place not in unseen}
    return Header(number, [column.name if column else "" for column in columns], unknown, unseen)


def explain_missing_header(rows: list[list[Cell]]) -> str:
    needed = "The first row must name the columns, and “title” or “slug” must be one of them."
    headings = [cell.text.strip() for cells in rows for cell in cells if cell.text.strip()]
    unknown = next((heading for heading in headings if find_column(heading) is None), "")
    return f"{explain_unknown_heading(unknown)} {needed}" if unknown else needed


def explain_unknown_heading(heading: str) -> str:
    near = get_close_matches(normalise_heading(heading), [*COLUMNS_BY_NAME, *get_form_labels()], 1)
    hint = (
        f"Do you mean “{get_form_labels().get(near[0], near[0])}”?"
        if near
        else f"The columns are: {', '.join(COLUMNS_BY_NAME)}."
    )
    return f"We do not know the column “{CONTROL_CHARACTER_PATTERN.sub('', heading)[:40]}”. {hint}"


def build_notices(header: Header, rows: list[list[Cell]]) -> list[str]:
    """Return notices about what was left out: rows above the header, and hidden or unknown columns."""
    above = [
        number for number, cells in enumerate(rows[: header.number - 1], 1) if any(cell.text.strip() for cell in cells)
    ]
    notices = [f"We left out row {number}, because the names of the columns are below it." for number in above]
    notices += [
        f"The column “{CONTROL_CHARACTER_PATTERN.sub('', heading)[:40]}” is hidden, so we will not import it."
        for heading in header.hidden.values()
        if heading
    ]
    for heading in header.unknown.values():
        near = get_close_matches(normalise_heading(heading), [*COLUMNS_BY_NAME, *get_form_labels()], 1, 0.75)
        hint = f" Do you mean “{get_form_labels().get(near[0], near[0])}”?" if near else ""
        name = CONTROL_CHARACTER_PATTERN.sub("", heading)[:40]
        notices.append(f"The column “{name}” was left out because we do not know it.{hint}")
    return notices


def read_row(number: int, header: Header, cells: Iterable[Cell]) -> Row | None:
    """Return a row by its columns, or None if it is empty."""
    row = Row(number, dict.fromkeys(filter(None, header.columns), ""))
    is_empty = True
    for place, cell in enumerate(cells):
        text = normalise_line_ends(remove_apostrophe(cell.text)).strip()
        if not text and not cell.problem:
            continue
        if place in header.unknown or place in header.hidden:
            continue
        is_empty = False
        name = header.columns[place] if place < len(header.columns) else ""
        if not name:
            row.problems.append(
                ("", f"Cell {place + 1} is not under a column: “{CONTROL_CHARACTER_PATTERN.sub('', text)[:40]}”.")
            )
            break
        row.cells[name] = CONTROL_CHARACTER_PATTERN.sub("", text)[:MAX_CELL_LENGTH]
        if problem := cell.problem or find_cell_problem(text):
            row.problems.append((name, problem))
    return None if is_empty else row


def find_cell_problem(text: str) -> str:
    """Return why a cell's text cannot be stored as it is, or an empty string."""
    if len(text) > MAX_CELL_LENGTH:
        return f"This is {len(text):,} characters long. No cell may be longer than {MAX_CELL_LENGTH:,}."
    if found := CONTROL_CHARACTER_PATTERN.search(text):
        return f"This holds a character that is no text (U+{ord(found[0]):04X}). Type the cell again."
    return ""
