"""OpenDocument files: what is shown of a text, of slides or of a spreadsheet (ISO/IEC 26300, ODF 1.3)."""

from __future__ import annotations

import zipfile

from gateway.catalogue.extraction.output import MAX_CHARACTERS, Printer
from gateway.catalogue.extraction.package import Attributes, PartHandler, PartIsRead, number_in, read_part

TAKEN_AWAY = frozenset(
    {
        "tracked-changes", "deletion", "change-info", "annotation", "notes", "script", "forms", "scripts",
        "content-validations", "help-message", "error-message", "covered-table-cell", "scenario", "dde-links",
    }
)  # fmt: skip
"""Elements whose words were deleted, are notes for authors or speakers, or stand behind something else."""
HIDING = {"none", "printer"}
FAMILIES = {
    "span": "text",
    "a": "text",
    "p": "paragraph",
    "h": "paragraph",
    "table": "table",
    "page": "drawing-page",
}
"""The family of styles that may hide an element."""
MAX_COLUMNS = 16_384


class StylesHandler(PartHandler):
    """Learn which styles and layers hide what has them."""

    def __init__(self) -> None:
        super().__init__()
        self.parents: dict[str, str] = {}
        self.hidden: dict[str, bool] = {}
        self.hidden_layers: set[str] = set()
        self.current = ""

    def start(self, name: str, values: Attributes) -> None:
        """Note a style, its parent, and whether it hides."""
        if name == "body":
            raise PartIsRead  # here only the styles count
        if name in ("style", "default-style"):
            family = values.get("family", "")
            self.current = f"{family}/{values.get('name', '')}"
            self.parents[self.current] = f"{family}/{values.get('parent-style-name', '')}"
        elif name == "layer" and values.get("display") in HIDING:
            self.hidden_layers.add(values.get("name", ""))
        elif name == "text-properties" and "display" in values:
            self.hidden[self.current] = values["display"] == "none"
        elif name == "table-properties" and "display" in values:
            self.hidden[self.current] = values["display"] == "false"
        elif name == "drawing-page-properties" and "visibility" in values:
            self.hidden[self.current] = values["visibility"] == "hidden"

    def hides(self, family: str, style: str) -> bool:
        """Whether a style hides what has it, by itself or by its parents."""
        name = f"{family}/{style}"
        for _ in range(20):
            if name in self.hidden or name not in self.parents:
                break
            name = self.parents[name]
        return self.hidden.get(name, False)


class Columns:
    """The columns of a table, and how far a row of it has come."""

    def __init__(self) -> None:
        self.hidden: list[tuple[int, int]] = []
        self.count = self.place = 0

    def add(self, values: Attributes) -> None:
        """Note some columns, all of them hidden or none."""
        count = repeated(values)
        if values.get("visibility", "visible") != "visible":
            self.hidden.append((self.count, self.count + count))
        self.count += count

    def next_is_hidden(self, values: Attributes) -> bool:
        """Go on by one cell; whether it stands in a hidden column."""
        place, self.place = self.place, self.place + repeated(values)
        return any(first <= place < end for first, end in self.hidden)


class OpenDocumentHandler(PartHandler):
    """Print the paragraphs that are shown."""

    def __init__(self, printer: Printer, styles: StylesHandler) -> None:
        super().__init__()
        self.printer, self.styles = printer, styles
        self.paragraphs: list[list[str]] = []
        self.kept_characters = 0
        self.tables = [Columns()]

    def is_hidden(self, name: str, values: Attributes) -> bool:
        """Whether a reader does not see what is in this element."""
        if name in ("table-cell", "covered-table-cell"):
            return self.tables[-1].next_is_hidden(values) or name != "table-cell"
        if name in TAKEN_AWAY or values.get("layer") in self.styles.hidden_layers:
            return True
        family = FAMILIES.get(name)
        if family and self.styles.hides(family, values.get("style-name", "")):
            return True
        return is_hidden_by_itself(name, values)

    def start(self, name: str, values: Attributes) -> None:
        """Follow tables and paragraphs."""
        if name in ("p", "h"):
            self.paragraphs.append([])
        elif name in ("tab", "line-break", "s"):
            self.text(" " if name == "s" else "\n")
        elif name == "table":
            self.tables.append(Columns())
        elif name == "table-row":
            self.tables[-1].place = 0
        elif name == "table-column":
            self.tables[-1].add(values)
        elif name == "hidden-paragraph" and values.get("is-hidden") != "false" and self.paragraphs:
            self.paragraphs.pop()
            self.hide_enclosing("p", "h")

    def end(self, name: str) -> None:
        """Print a paragraph once it is known to be shown."""
        if name in ("p", "h") and self.paragraphs:
            self.printer.add("".join(self.paragraphs.pop()) + "\n")
            self.kept_characters = 0
        elif name == "table" and len(self.tables) > 1:
            self.tables.pop()

    def text(self, content: str) -> None:
        """Keep the words of a paragraph until it ends."""
        if self.paragraphs and self.kept_characters < MAX_CHARACTERS:
            self.paragraphs[-1].append(content)
            self.kept_characters += len(content)


def is_hidden_by_itself(name: str, values: Attributes) -> bool:
    """Whether an element says that it is not shown."""
    display, is_hidden = values.get("display", ""), values.get("is-hidden", "")
    if name == "section":
        return display == "none" or (display == "condition" and is_hidden == "true")
    if name == "hidden-text":
        return is_hidden != "false"
    if name == "table-row":
        return values.get("visibility", "visible") != "visible"
    return display in HIDING or (name == "table-row-group" and display == "false")


def repeated(values: Attributes) -> int:
    """How many columns a cell or a column stands for."""
    return min(number_in(values.get("number-columns-repeated"), 1), MAX_COLUMNS)


def print_open_document(archive: zipfile.ZipFile, printer: Printer) -> None:
    """Print an OpenDocument file. What its styles hide is known from both of its parts."""
    styles = StylesHandler()
    for part in ("styles.xml", "content.xml"):
        read_part(archive, part, styles)
    read_part(archive, "content.xml", OpenDocumentHandler(printer, styles))
