"""OpenDocument files: what is shown of a text, of slides or of a spreadsheet (ISO/IEC 26300, ODF 1.3)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from gateway.catalogue.text_extraction.looks import is_tiny, is_white
from gateway.catalogue.text_extraction.output import MAX_CHARACTERS, Printer
from gateway.catalogue.text_extraction.xml_parts import Attributes, PartHandler, PartIsRead, parse_number, read_part

SKIPPED_ELEMENTS = frozenset(
    {
        "tracked-changes",
        "deletion",
        "change-info",
        "annotation",
        "notes",
        "script",
        "forms",
        "scripts",
        "content-validations",
        "help-message",
        "error-message",
        "covered-table-cell",
        "scenario",
        "dde-links",
    }
)
"""Elements whose words were deleted, are notes for authors or speakers, or are behind something else."""
ALTERNATIVE_ELEMENTS = {"title", "desc"}
"""What a picture or a table shows, for people who do not see it; in a line of text, its title is a field."""
LINE_ELEMENTS = {"p", "h", "span", "a", "meta", "ruby-base"}
HIDING_VALUES = {"none", "printer"}
STYLE_FAMILIES = {
    "span": "text",
    "a": "text",
    "p": "paragraph",
    "h": "paragraph",
    "table": "table",
    "table-cell": "table-cell",
    "page": "drawing-page",
}
"""The family of styles that may hide an element."""
BACKGROUND_ELEMENTS = {"frame", "custom-shape", "rect", "ellipse", "page"}
"""Elements that may have a dark background, so that white words in them are visible."""
HIDING_ATTRIBUTES = {
    "text-properties": ("display", "none"),
    "table-properties": ("display", "false"),
    "drawing-page-properties": ("visibility", "hidden"),
    "paragraph-properties": ("", ""),
    "table-cell-properties": ("", ""),
    "table-row-properties": ("", ""),
    "page-layout-properties": ("", ""),
}
"""The attribute of a style that hides text, and its value."""
PICTURE_FILLS = {"bitmap", "gradient", "hatch"}
MAX_COLUMNS = 16_384


class StylesHandler(PartHandler):
    """A handler that collects the styles and layers that hide elements."""

    def __init__(self) -> None:
        super().__init__()
        self.parents: dict[str, str] = {}
        self.hidden: dict[str, bool] = {}
        self.white: dict[str, bool] = {}
        self.tiny: dict[str, bool] = {}
        self.painted: set[str] = set()
        self.hidden_layers: set[str] = set()
        self.current = ""

    def start(self, name: str, values: Attributes) -> None:
        if name == "body":
            raise PartIsRead  # only the styles are needed here
        if name in ("style", "default-style"):
            family = values.get("family", "")
            self.current = f"{family}/{values.get('name', '')}"
            self.parents[self.current] = f"{family}/{values.get('parent-style-name', '')}"
        elif name == "layer" and values.get("display") in HIDING_VALUES:
            self.hidden_layers.add(values.get("name", ""))
        elif name in HIDING_ATTRIBUTES:
            self.record_looks(name, values)
        elif is_picture_behind(name, values):
            self.painted.add(self.current)

    def record_looks(self, name: str, values: Attributes) -> None:
        """Record whether a style hides, whether its words are white, and whether it gives them a background."""
        attribute, hidden = HIDING_ATTRIBUTES[name]
        if attribute in values:
            self.hidden[self.current] = values[attribute] == hidden
        if "color" in values or values.get("use-window-font-color") == "true":
            self.white[self.current] = is_white(values.get("color", ""))
        if "font-size" in values and not values["font-size"].endswith("%"):
            self.tiny[self.current] = is_tiny(values["font-size"])
        ground = values.get("background-color", "transparent")
        if (ground != "transparent" and not is_white(ground)) or values.get("fill") in PICTURE_FILLS:
            self.painted.add(self.current)

    def get_look(self, said: Mapping[str, bool], family: str, style: str) -> bool | None:
        """Return what a style or the nearest of its parents says of a look; None if unsaid."""
        name = f"{family}/{style}"
        for _ in range(20):
            if name in said or name not in self.parents:
                break
            name = self.parents[name]
        return said.get(name)

    def is_hiding_style(self, family: str, style: str) -> bool:
        """Return whether a style hides its elements, by itself or through its parents."""
        name = f"{family}/{style}"
        for _ in range(20):
            if name in self.hidden or name not in self.parents:
                break
            name = self.parents[name]
        return self.hidden.get(name, False)


def is_picture_behind(name: str, values: Attributes) -> bool:
    """Return whether a style has a picture as its background, or is that of a picture behind the words."""
    if name == "graphic-properties":
        return values.get("run-through") == "background"
    return name == "background-image" and "href" in values


class Columns:
    """The columns of a table, and the position in its current row."""

    def __init__(self) -> None:
        self.hidden: list[tuple[int, int]] = []
        self.groups: list[bool] = []
        self.count = self.place = 0

    def start(self, name: str, values: Attributes) -> None:
        if name == "table-row":
            self.place = 0
        elif name == "table-column":
            self.add(values)
        elif name == "table-column-group":
            self.groups.append(values.get("display") == "false")

    def add(self, values: Attributes) -> None:
        count = count_repeated(values)
        if any(self.groups) or values.get("visibility", "visible") != "visible":
            self.hidden.append((self.count, self.count + count))
        self.count += count

    def is_next_hidden(self, values: Attributes) -> bool:
        """Move on by one cell and return whether it is in a hidden column."""
        place, self.place = self.place, self.place + count_repeated(values)
        return any(first <= place < end for first, end in self.hidden)


class Look(NamedTuple):
    """What the style of an element says of the look of its words."""

    depth: int
    is_on: bool


class OpenDocumentHandler(PartHandler):
    """A handler that prints the paragraphs that are shown."""

    def __init__(self, printer: Printer, styles: StylesHandler) -> None:
        super().__init__()
        self.printer, self.styles = printer, styles
        self.paragraphs: list[list[str]] = []
        self.kept_characters = 0
        self.tables = [Columns()]
        self.white: list[Look] = []
        self.tiny: list[Look] = []

    def is_hidden(self, name: str, values: Attributes) -> bool:
        if name in ("table-cell", "covered-table-cell"):
            return self.tables[-1].is_next_hidden(values) or name != "table-cell"  # each counts a column
        if name in SKIPPED_ELEMENTS or values.get("layer") in self.styles.hidden_layers:
            return True
        if name in ALTERNATIVE_ELEMENTS:
            return not LINE_ELEMENTS & set(self.open_elements[-2:-1])
        family = STYLE_FAMILIES.get(name)
        if family and self.styles.is_hiding_style(family, values.get("style-name", "")):
            return True
        return is_hidden_by_itself(name, values)

    def is_unseen(self) -> bool:
        """Return whether words here are white or tiny; a page is white where nothing else is known."""
        if self.has_look(self.tiny):
            return True
        may_be_painted = self.styles.painted or BACKGROUND_ELEMENTS & set(self.open_elements)
        return self.has_look(self.white) and not may_be_painted

    def has_look(self, said: list[Look]) -> bool:
        """Return whether the innermost open element whose style decides it has the look."""
        while said and said[-1].depth > len(self.open_elements):
            said.pop()
        return bool(said and said[-1].is_on)

    def record_looks(self, name: str, values: Attributes) -> None:
        """Record whether the words of an element are white or tiny, if its style says so."""
        if family := STYLE_FAMILIES.get(name):
            for said, by_style in ((self.white, self.styles.white), (self.tiny, self.styles.tiny)):
                self.has_look(said)
                is_on = self.styles.get_look(by_style, family, values.get("style-name", ""))
                if is_on is not None:
                    said.append(Look(len(self.open_elements), is_on))

    def start(self, name: str, values: Attributes) -> None:
        self.record_looks(name, values)
        if name in ("p", "h"):
            self.paragraphs.append([])
        elif name in ("tab", "line-break", "s"):
            self.handle_text(" " if name == "s" else "\n")
        elif name == "table":
            self.tables.append(Columns())
        elif name in ("table-row", "table-column", "table-column-group"):
            self.tables[-1].start(name, values)
        elif name == "hidden-paragraph" and values.get("is-hidden") != "false" and self.paragraphs:
            self.paragraphs.pop()
            self.hide_enclosing("p", "h")

    def end(self, name: str) -> None:
        """Print a paragraph once it is known to be shown."""
        if name in ("p", "h") and self.paragraphs:
            self.printer.add("".join(self.paragraphs.pop()) + "\n")
            self.kept_characters = 0
        elif name == "table-column-group" and self.tables[-1].groups:
            self.tables[-1].groups.pop()
        elif name == "table" and len(self.tables) > 1:
            self.tables.pop()

    def handle_text(self, content: str) -> None:
        """Keep the words of a paragraph until it ends."""
        if self.paragraphs and self.kept_characters < MAX_CHARACTERS and not self.is_unseen():
            self.paragraphs[-1].append(content)
            self.kept_characters += len(content)


def is_hidden_by_itself(name: str, values: Attributes) -> bool:
    """Return whether an element says that it is not shown."""
    display, is_hidden = values.get("display", ""), values.get("is-hidden", "")
    if name == "section":
        return display == "none" or (display == "condition" and is_hidden == "true")
    if name == "hidden-text":
        return is_hidden != "false"
    if name == "table-row":
        return values.get("visibility", "visible") != "visible"
    return display in HIDING_VALUES or (name in ("table-row-group", "table-header-rows") and display == "false")


def count_repeated(values: Attributes) -> int:
    """Return how many columns a cell or a column represents."""
    return min(parse_number(values.get("number-columns-repeated"), 1), MAX_COLUMNS)


def print_open_document(archive: zipfile.ZipFile, printer: Printer) -> None:
    """Print an OpenDocument file; the styles that hide text are in both of its parts."""
    styles = StylesHandler()
    for part in ("styles.xml", "content.xml"):
        read_part(archive, part, styles)
    read_part(archive, "content.xml", OpenDocumentHandler(printer, styles))
