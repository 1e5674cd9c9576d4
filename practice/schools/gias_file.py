"""Files of Get Information About Schools (GIAS): their encoding, columns and rows.

GIAS's own download is a zip in Windows-1252; extracts of it are often in UTF-8 or gzipped. The whole file is read once
before anything is stored, so that a truncated or different file changes nothing.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zipfile
import zlib
from codecs import IncrementalDecoder, getincrementaldecoder
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

REQUIRED_COLUMNS = frozenset(
    {"URN", "EstablishmentName", "EstablishmentStatus (name)", "LA (name)", "Town", "Postcode"}
)
FULL_FILE_COLUMNS = frozenset({"NumberOfPupils", "SchoolWebsite", "SEN1 (name)", "Easting"})
"""GIAS's own download has at least one of these columns, and an extract has none."""
BLOCK_BYTES = 1 << 20
MAX_LINES_PER_ROW = 10
"""A longer row has a quotation mark that is not closed."""


class NotGias(Exception):
    """The file is not a GIAS download."""


@dataclass(frozen=True)
class BadRow(Exception):
    """A row that cannot be stored, and why."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"Line {self.line:,}: {self.why}"


@dataclass(frozen=True)
class GiasFile:
    path: Path
    encoding: str
    digest: str
    lines: int
    columns: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Return whether the file is GIAS's own download, which has more about each school than an extract."""
        return not FULL_FILE_COLUMNS.isdisjoint(self.columns)

    def read_rows(self) -> Iterator[tuple[int, dict[str, str]] | BadRow]:
        """Yield each row with its line number, or what is wrong with it."""
        with open_file(self.path) as file, io.TextIOWrapper(file, self.encoding, errors="replace", newline="") as text:
            next(text)
            for line, cells in parse_rows(text):
                if isinstance(cells, str):
                    yield BadRow(line, cells)
                elif len(cells) != len(self.columns):
                    yield BadRow(line, f"has {len(cells)} cells, where the first line names {len(self.columns)}.")
                else:
                    yield line, dict(zip(self.columns, cells, strict=True))


def examine_file(path: Path) -> GiasFile:
    """Read the whole file once. Raise NotGias if it cannot be read to its end or is not from GIAS."""
    digest, decoder, lines, encoding = hashlib.sha256(), getincrementaldecoder("utf-8-sig")(), 0, "utf-8-sig"
    try:
        with open_file(path) as file:
            while block := file.read(BLOCK_BYTES):
                digest.update(block)
                lines += block.count(b"\n")
                encoding = encoding if is_utf8(decoder, block) else "cp1252"
        columns = read_header(path, encoding)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise NotGias(f"It cannot be read to its end ({error}).") from error
    if missing := REQUIRED_COLUMNS - set(columns):
        raise NotGias(f"Its first line does not name the columns {', '.join(sorted(missing))}.")
    examined = GiasFile(path, encoding, digest.hexdigest(), max(lines - 1, 0), columns)
    if next(examined.read_rows(), None) is None:
        raise NotGias("It has a first line and no schools.")
    return examined


def open_file(path: Path) -> BinaryIO:
    """Return the open file, unpacked if it is gzipped or the only CSV file in a zip. Raise NotGias for other zips."""
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] == b"\x1f\x8b":
        return cast("BinaryIO", gzip.open(path))
    if start == b"PK\x03\x04":
        archive = zipfile.ZipFile(path)
        tables = [name for name in archive.namelist() if name.lower().endswith(".csv")]
        if len(tables) != 1:
            raise NotGias(f"A zip must hold one CSV file; this one holds {len(tables)}.")
        return cast("BinaryIO", archive.open(tables[0]))
    return path.open("rb")


def is_utf8(decoder: IncrementalDecoder, block: bytes) -> bool:
    """Return whether the next block continues as valid UTF-8."""
    try:
        decoder.decode(block)
    except UnicodeDecodeError:
        return False
    return True


def read_header(path: Path, encoding: str) -> tuple[str, ...]:
    with open_file(path) as file, io.TextIOWrapper(file, encoding, errors="replace", newline="") as text:
        first = text.readline(BLOCK_BYTES)
    try:
        return tuple(name.strip() for name in next(csv.reader([first]), []))
    except csv.Error:
        return ()


def parse_rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the cells of each row, or what is wrong with it, with the number of its first line. Skip blank lines.

    An unclosed quotation mark makes only its own line invalid, not those after it.
    """
    source = enumerate(lines, start=2)
    again: deque[tuple[int, str]] = deque()

    def take_next() -> tuple[int, str] | None:
        return again.popleft() if again else next(source, None)

    while first := take_next():
        row = [first]
        while has_open_quote(row) and len(row) < MAX_LINES_PER_ROW and (more := take_next()):
            row.append(more)
        if has_open_quote(row):
            again.extendleft(reversed(row[1:]))
            yield first[0], "has a quotation mark that is never closed."
        elif any(line.strip() for _, line in row):
            yield first[0], parse_cells([line for _, line in row])


def has_open_quote(row: list[tuple[int, str]]) -> bool:
    """Return whether these lines end inside quotation marks."""
    return sum(line.count('"') for _, line in row) % 2 == 1


def parse_cells(lines: list[str]) -> list[str] | str:
    """Return the cells of a row, or what is wrong with it."""
    try:
        return next(csv.reader(lines))
    except csv.Error as error:
        return f"is not CSV ({error})."
