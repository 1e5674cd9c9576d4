"""Excel files: the texts in the cells that are shown (ISO/IEC 29500-1, 18)."""

from __future__ import annotations

import re
import zipfile
from bisect import bisect_left, bisect_right, insort
from heapq import heappop, heappush
from itertools import islice

from gateway.catalogue.text_extraction.looks import is_tiny, is_white
from gateway.catalogue.text_extraction.output import Printer
from gateway.catalogue.text_extraction.slides import SlideHandler
from gateway.catalogue.text_extraction.xml_parts import (
    MAX_PARTS,
    Attributes,
    PartHandler,
    PartIsRead,
    get_related_parts,
    parse_number,
    read_part,
    read_pieces,
)

WORKBOOK_PATH, STRINGS_PATH = "xl/workbook.xml", "xl/sharedStrings.xml"
DRAWING_PATTERN = re.compile(r"xl/drawings/drawing\d+\.xml")
"""What is drawn above the cells, such as a text box; comments are in parts with another name."""
OFF_VALUES = frozenset({"0", "false", "off"})
FORMAT_LITERALS_PATTERN = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
"""What a number format shows literally, leaves room for or says about colours and conditions."""
TEXT_SECTION = 3
"""The section of a number format that is for texts; the earlier ones are for numbers."""
TABLE_PATTERN = re.compile(r"xl/tables/table\d+\.xml")
RANGES_PATTERN = re.compile(
    rb"""<(?:\w+:)?(mergeCell|conditionalFormatting)\b[^>]{0,200}?\b(?:ref|sqref)=["']([A-Z0-9: ]{2,2000})["']"""
)
RANGE_PATTERN = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
MAX_MERGED_RANGES = 20_000
MAX_PAINTED_RANGES = 100
"""With more ranges that a rule or a table may paint, every cell of the sheet counts as painted."""
PIECE_OVERLAP_BYTES = 2_300
"""The end of a piece that is read again with the next piece, to find an element that is divided between them."""
WHITE_COLOUR, BLACK_COLOUR = "FFFFFF", "000000"
COLOURS_BY_KEY = {
    **dict.fromkeys([("theme", "0"), ("indexed", "1"), ("indexed", "9")], WHITE_COLOUR),
    **dict.fromkeys([("theme", "1"), ("indexed", "0"), ("indexed", "8")], BLACK_COLOUR),
}
MAX_COLUMNS = 16_384
type Range = tuple[int, int, int, int]
type Place = tuple[int, int, int]
"""The first column of a range, its last column and its first row."""


class StringsHandler(PartHandler):
    """A handler that collects the strings that the sheets share, without how they are pronounced."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self.pieces: list[str] = []

    def is_hidden(self, name: str, values: Attributes) -> bool:
        """Return whether this is the pronunciation of a word."""
        return name == "rPh"

    def end(self, name: str) -> None:
        if name == "si":
            self.strings.append("".join(self.pieces))
            self.pieces.clear()

    def handle_text(self, content: str) -> None:
        if self.open_elements and self.open_elements[-1] == "t":
            self.pieces.append(content)


class WorkbookHandler(PartHandler):
    """A handler that collects the sheets that are shown, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def start(self, name: str, values: Attributes) -> None:
        if name == "sheet" and values.get("state", "visible") == "visible":
            self.keys.append(values.get("id", ""))


class FormatsHandler(PartHandler):
    """A handler that collects the cell formats that show no text."""

    def __init__(self) -> None:
        super().__init__()
        self.empty_formats: set[str] = set()
        self.empty_cells: set[int] = set()
        self.unpainted_cells: set[int] = set()
        self.fonts: list[str] = []
        self.fills: list[str] = []
        self.tiny_fonts: set[int] = set()
        self.count = 0

    def start(self, name: str, values: Attributes) -> None:
        if name == "numFmt" and is_text_hiding_format(values.get("formatCode", "")):
            self.empty_formats.add(values.get("numFmtId", ""))
        elif name == "xf" and self.is_inside("cellXfs"):
            if values.get("numFmtId") in self.empty_formats or parse_number(values.get("fontId")) in self.tiny_fonts:
                self.empty_cells.add(self.count)
            elif self.is_like_ground(values):
                self.unpainted_cells.add(self.count)
            self.count += 1
        else:
            self.record_colours(name, values)

    def record_colours(self, name: str, values: Attributes) -> None:
        """Record the colour and size of a font, or the colour of a fill."""
        if name == "font" and self.is_inside("fonts"):
            self.fonts.append(BLACK_COLOUR)
        elif name == "fill" and self.is_inside("fills"):
            self.fills.append("")
        elif name == "color" and self.is_inside("fonts", "font"):
            self.fonts[-1] = get_colour(values)
        elif name == "sz" and self.is_inside("fonts", "font") and is_tiny(values.get("val")):
            self.tiny_fonts.add(len(self.fonts) - 1)
        elif name == "patternFill" and self.is_inside("fills", "fill"):
            kinds = {"none": WHITE_COLOUR, "solid": BLACK_COLOUR}
            self.fills[-1] = kinds.get(values.get("patternType", "none"), "")
        elif name == "fgColor" and self.is_inside("fills", "fill", "patternFill") and self.fills[-1] == BLACK_COLOUR:
            self.fills[-1] = get_colour(values)

    def is_like_ground(self, values: Attributes) -> bool:
        """Return whether a cell format writes in the colour of its own background."""
        font, fill = parse_number(values.get("fontId")), parse_number(values.get("fillId"))
        colour = self.fonts[font] if font < len(self.fonts) else BLACK_COLOUR
        return fill < len(self.fills) and bool(colour) and colour == self.fills[fill]


def get_colour(values: Attributes) -> str:
    """Return a colour in six digits if it is known, else what names it, or nothing if the program chooses it."""
    if "rgb" in values:
        return WHITE_COLOUR if is_white(values["rgb"]) else values["rgb"][-6:].upper()
    if values.get("tint", "0") in ("0", "0.0"):
        for key, colour in COLOURS_BY_KEY.items():
            if key in values.items():
                return colour
    return repr(sorted(values.items())) if {"theme", "indexed"} & values.keys() else ""


def is_text_hiding_format(code: str) -> bool:
    """Return whether a number format does not show the text of a cell, as `;;;` does."""
    sections = FORMAT_LITERALS_PATTERN.sub("", code).split(";")
    return len(sections) > TEXT_SECTION and not re.search(r"@|General", sections[TEXT_SECTION], re.IGNORECASE)


class SheetRanges:
    """What a sheet says after its cells: which of them are merged, and which a rule or a table may paint."""

    def __init__(self, archive: zipfile.ZipFile, part: str) -> None:
        self.merged, self.painted = set[Range](), set[Range]()
        rest = b""
        for piece in read_pieces(archive, part) if part in archive.NameToInfo else ():
            for name, reference in RANGES_PATTERN.findall(rest + piece):
                found, most = (
                    (self.merged, MAX_MERGED_RANGES) if name == b"mergeCell" else (self.painted, MAX_PAINTED_RANGES)
                )
                if len(found) <= most:
                    found.update(parse_ranges(reference.decode()))
            rest = piece[-PIECE_OVERLAP_BYTES:]

    def add_table(self, reference: str) -> None:
        """Add the cells of a table, which its style may paint."""
        self.painted.update(parse_ranges(reference[:100]))

    def may_paint(self, row: int, column: int) -> bool:
        """Return whether a rule or a table may give a cell another background than its own format."""
        return len(self.painted) > MAX_PAINTED_RANGES or any(
            top <= row <= bottom and left <= column <= right for top, bottom, left, right in self.painted
        )


def parse_ranges(reference: str) -> list[Range]:
    """Return ranges such as A1:B2, each as its first row, its last row, its first column and its last column."""
    return [
        (int(top), int(bottom or top), get_column_number(left), get_column_number(right or left))
        for left, top, right, bottom in RANGE_PATTERN.findall(reference)
    ]


class TableHandler(PartHandler):
    """A handler that collects the cells of a table."""

    def __init__(self) -> None:
        super().__init__()
        self.reference = ""

    def start(self, name: str, values: Attributes) -> None:
        if name == "table":
            self.reference = values.get("ref", "")
            raise PartIsRead


class MergedCells:
    """The merged ranges of a sheet, followed row by row; those of one row do not overlap."""

    def __init__(self, ranges: set[Range]) -> None:
        self.coming = sorted(ranges, reverse=True)
        self.ends: list[tuple[int, Place]] = []
        self.here: list[Place] = []

    def begin_row(self, row: int) -> None:
        """Keep the ranges that reach into a row; rows come from the top."""
        while self.ends and self.ends[0][0] < row:
            self.here.pop(bisect_left(self.here, heappop(self.ends)[1]))
        while self.coming and self.coming[-1][0] <= row:
            top, bottom, left, right = self.coming.pop()
            if bottom >= row:
                insort(self.here, (left, right, top))
                heappush(self.ends, (bottom, (left, right, top)))

    def is_covered(self, row: int, column: int) -> bool:
        """Return whether a cell is hidden behind the first one of its merged range."""
        place = bisect_right(self.here, (column, MAX_COLUMNS, row))
        if not place:
            return False
        left, right, top = self.here[place - 1]
        return column <= right and (row, column) != (top, left)


class SheetHandler(PartHandler):
    """A handler that prints each text in a cell that is shown, once."""

    def __init__(
        self, printer: Printer, strings: list[str], formats: FormatsHandler, seen: set[str], ranges: SheetRanges
    ) -> None:
        super().__init__()
        self.ranges, self.merged = ranges, MergedCells(ranges.merged)
        self.row = 0
        self.printer, self.strings, self.formats, self.seen = printer, strings, formats, seen
        self.hidden_columns: list[tuple[int, int]] = []
        self.column = 0
        self.kind = ""
        self.pieces: list[str] = []

    def is_hidden(self, name: str, values: Attributes) -> bool:
        if name == "row":
            self.column, self.row = 0, parse_number(values.get("r")) or self.row + 1
            self.merged.begin_row(self.row)
            return is_collapsed(values, "ht")
        if name == "c":
            self.column = get_column_number(values.get("r", "")) or self.column + 1
            is_blank = self.is_blank(parse_number(values.get("s"))) or self.merged.is_covered(self.row, self.column)
            return is_blank or any(first <= self.column <= last for first, last in self.hidden_columns)
        return name in ("rPh", "f", "oddHeader", "oddFooter")

    def is_blank(self, cell_format: int) -> bool:
        """Return whether the format of a cell shows no text here."""
        if cell_format in self.formats.unpainted_cells:
            return not self.ranges.may_paint(self.row, self.column)
        return cell_format in self.formats.empty_cells

    def start(self, name: str, values: Attributes) -> None:
        if name == "col" and is_collapsed(values, "width"):
            self.hidden_columns.append((parse_number(values.get("min")), parse_number(values.get("max"))))
        elif name == "c":
            self.kind = values.get("t", "n")
            self.pieces.clear()

    def handle_text(self, content: str) -> None:
        """Collect the text of a cell; numbers are not words."""
        inside = self.open_elements[-1] if self.open_elements else ""
        if inside == ("t" if self.kind == "inlineStr" else "v") and self.kind in ("s", "str", "inlineStr"):
            self.pieces.append(content)

    def end(self, name: str) -> None:
        if name != "c" or not self.pieces:
            return
        text = "".join(self.pieces)
        if self.kind == "s":
            place = parse_number(text.strip(), len(self.strings))
            text = self.strings[place] if place < len(self.strings) else ""
        self.pieces.clear()
        if text and text not in self.seen:
            self.seen.add(text)
            self.printer.add(text + "\n")


def is_collapsed(values: Attributes, size: str) -> bool:
    """Return whether a row or a column is hidden, or has no height or width."""
    has_no_size = re.fullmatch(r"0+(\.0*)?", values.get(size, "")) is not None
    return has_no_size or values.get("hidden", "0").lower() not in OFF_VALUES


def get_column_number(reference: str) -> int:
    """Return the number of a cell's column, 28 for AB7, or 0 if the cell does not say."""
    number = 0
    for letter in re.match(r"[A-Z]{0,3}", reference.upper())[0]:  # type: ignore[index]
        number = number * 26 + ord(letter) - 64
    return number


def print_sheets(archive: zipfile.ZipFile, printer: Printer) -> None:
    strings = read_part(archive, STRINGS_PATH, StringsHandler()).strings
    if WORKBOOK_PATH not in archive.NameToInfo:
        printer.add("\n".join(strings))
        return
    formats = read_part(archive, "xl/styles.xml", FormatsHandler())
    related, seen = get_related_parts(archive, WORKBOOK_PATH), set[str]()
    for key in read_part(archive, WORKBOOK_PATH, WorkbookHandler()).keys[:MAX_PARTS]:
        sheet = related.get(key, "")
        ranges, beside = SheetRanges(archive, sheet), get_related_parts(archive, sheet).values()
        for table in islice(filter(TABLE_PATTERN.fullmatch, beside), MAX_PARTS):
            ranges.add_table(read_part(archive, table, TableHandler()).reference)
        read_part(archive, sheet, SheetHandler(printer, strings, formats, seen, ranges))
        for drawing in islice(filter(DRAWING_PATTERN.fullmatch, beside), MAX_PARTS):
            read_part(archive, drawing, SlideHandler(printer))
