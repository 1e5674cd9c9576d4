"""Excel files: the texts in the cells that are shown (ISO/IEC 29500-1, 18)."""

from __future__ import annotations

import re
import zipfile
from itertools import islice

from gateway.catalogue.text_extraction.output import Printer
from gateway.catalogue.text_extraction.slides import SlideHandler
from gateway.catalogue.text_extraction.xml_parts import (
    MAX_PARTS,
    Attributes,
    PartHandler,
    number_in,
    read_part,
    related_parts,
)

WORKBOOK_PATH, STRINGS_PATH = "xl/workbook.xml", "xl/sharedStrings.xml"
DRAWING_PATTERN = re.compile(r"xl/drawings/drawing\d+\.xml")
"""What is drawn above the cells, such as a text box; comments are in parts with another name."""
OFF_VALUES = frozenset({"0", "false", "off"})
HIDING_FORMAT_PATTERN = re.compile(r'(\[[^\]]*\]|"")*(;(\[[^\]]*\]|"")*){3}')
"""A number format with four empty sections."""
WHITE_COLOURS = {("rgb", "FFFFFFFF"), ("rgb", "00FFFFFF"), ("theme", "0"), ("indexed", "1"), ("indexed", "9")}


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

    def text(self, content: str) -> None:
        if self.open_elements and self.open_elements[-1] == "t":
            self.pieces.append(content)


class WorkbookHandler(PartHandler):
    """A handler that learns which sheets are shown, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def start(self, name: str, values: Attributes) -> None:
        if name == "sheet" and values.get("state", "visible") == "visible":
            self.keys.append(values.get("id", ""))


class FormatsHandler(PartHandler):
    """A handler that learns which formats of cells show no text."""

    def __init__(self) -> None:
        super().__init__()
        self.empty_formats: set[str] = set()
        self.empty_cells: set[int] = set()
        self.white_fonts: set[int] = set()
        self.fills: set[int] = set()
        self.count = self.font_count = self.fill_count = 0

    def start(self, name: str, values: Attributes) -> None:
        if name == "numFmt" and HIDING_FORMAT_PATTERN.fullmatch(values.get("formatCode", "")):
            self.empty_formats.add(values.get("numFmtId", ""))
        elif name == "xf" and self.is_inside("cellXfs"):
            if values.get("numFmtId") in self.empty_formats or self.is_white(values):
                self.empty_cells.add(self.count)
            self.count += 1
        else:
            self.note_colours(name, values)

    def note_colours(self, name: str, values: Attributes) -> None:
        if name == "font" and self.is_inside("fonts"):
            self.font_count += 1
        elif name == "fill" and self.is_inside("fills"):
            self.fill_count += 1
        elif name == "color" and self.is_inside("fonts", "font") and WHITE_COLOURS & set(values.items()):
            if "tint" not in values:
                self.white_fonts.add(self.font_count - 1)
        elif name == "patternFill" and self.is_inside("fills", "fill") and values.get("patternType", "none") == "none":
            self.fills.add(self.fill_count - 1)

    def is_white(self, values: Attributes) -> bool:
        """Return whether a format of cells writes in white on a background that it leaves white."""
        return number_in(values.get("fontId")) in self.white_fonts and number_in(values.get("fillId")) in self.fills


class SheetHandler(PartHandler):
    """A handler that prints each text in a cell that is shown, once."""

    def __init__(self, printer: Printer, strings: list[str], formats: FormatsHandler, seen: set[str]) -> None:
        super().__init__()
        self.printer, self.strings, self.formats, self.seen = printer, strings, formats, seen
        self.hidden_columns: list[tuple[int, int]] = []
        self.column = 0
        self.kind = ""
        self.pieces: list[str] = []

    def is_hidden(self, name: str, values: Attributes) -> bool:
        if name == "row":
            self.column = 0
            return is_collapsed(values, "ht")
        if name == "c":
            self.column = column_number(values.get("r", "")) or self.column + 1
            is_blank = number_in(values.get("s")) in self.formats.empty_cells
            return is_blank or any(first <= self.column <= last for first, last in self.hidden_columns)
        return name in ("rPh", "f", "oddHeader", "oddFooter")

    def start(self, name: str, values: Attributes) -> None:
        if name == "col" and is_collapsed(values, "width"):
            self.hidden_columns.append((number_in(values.get("min")), number_in(values.get("max"))))
        elif name == "c":
            self.kind = values.get("t", "n")
            self.pieces.clear()

    def text(self, content: str) -> None:
        """Collect the text of a cell; numbers are not words."""
        inside = self.open_elements[-1] if self.open_elements else ""
        if inside == ("t" if self.kind == "inlineStr" else "v") and self.kind in ("s", "str", "inlineStr"):
            self.pieces.append(content)

    def end(self, name: str) -> None:
        if name != "c" or not self.pieces:
            return
        text = "".join(self.pieces)
        if self.kind == "s":
            place = number_in(text.strip(), len(self.strings))
            text = self.strings[place] if place < len(self.strings) else ""
        self.pieces.clear()
        if text and text not in self.seen:
            self.seen.add(text)
            self.printer.add(text + "\n")


def is_collapsed(values: Attributes, size: str) -> bool:
    """Return whether a row or a column is hidden, or has no height or width."""
    has_no_size = re.fullmatch(r"0+(\.0*)?", values.get(size, "")) is not None
    return has_no_size or values.get("hidden", "0").lower() not in OFF_VALUES


def column_number(reference: str) -> int:
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
    related, seen = related_parts(archive, WORKBOOK_PATH), set[str]()
    for key in read_part(archive, WORKBOOK_PATH, WorkbookHandler()).keys[:MAX_PARTS]:
        sheet = related.get(key, "")
        read_part(archive, sheet, SheetHandler(printer, strings, formats, seen))
        drawings = (part for part in related_parts(archive, sheet).values() if DRAWING_PATTERN.fullmatch(part))
        for drawing in islice(drawings, MAX_PARTS):
            read_part(archive, drawing, SlideHandler(printer))
