"""Word files: what is shown when all tracked changes are accepted (ISO/IEC 29500-1, 17)."""

from __future__ import annotations

import zipfile

from gateway.catalogue.text_extraction.output import Printer
from gateway.catalogue.text_extraction.slides import SlideHandler
from gateway.catalogue.text_extraction.xml_parts import (
    MAX_PARTS,
    Attributes,
    PartHandler,
    numbered_parts,
    read_part,
    related_parts,
)

SKIPPED_ELEMENTS = frozenset({"del", "moveFrom", "comment", "Fallback"})
"""Elements whose words were deleted or moved away, are notes for authors, or are there twice."""
SHAPE_ELEMENTS = ("drawing", "wsp", "sp", "pic", "graphicFrame", "grpSp", "wgp", "cxnSp")
OFF_VALUES = frozenset({"0", "false", "off"})
WHITE_COLOUR = "FFFFFF"
BACKGROUND_ELEMENTS = ("tc", "txbxContent")
"""Elements that may have a dark background, so that white words in them are visible."""


class StylesHandler(PartHandler):
    """A handler that learns which styles hide their text."""

    def __init__(self) -> None:
        super().__init__()
        self.based_on: dict[str, str] = {}
        self.vanish: dict[str, bool] = {}
        self.painted: set[str] = set()
        self.is_all_hidden = False
        self.default = self.current = ""

    def start(self, name: str, values: Attributes) -> None:
        if name == "style":
            self.current = values.get("styleId", "")
            if values.get("type") == "paragraph" and values.get("default", "0") not in OFF_VALUES:
                self.default = self.current
        elif name == "basedOn" and self.is_inside("style"):
            self.based_on[self.current] = values.get("val", "")
        elif name in ("vanish", "specVanish") and self.is_inside("style", "rPr"):
            self.vanish[self.current] = is_on(values)
        elif name == "vanish" and self.is_inside("rPrDefault", "rPr"):
            self.is_all_hidden = is_on(values)
        elif is_paint(name, values) and "style" in self.open_elements:
            self.painted.add(self.current)

    def is_hiding_style(self, style: str) -> bool:
        """Return whether text of this style is hidden, by itself or by a style that it is based on."""
        for _ in range(20):
            if style in self.vanish or style not in self.based_on:
                break
            style = self.based_on[style]
        return self.vanish.get(style, self.is_all_hidden)

    def has_background(self, style: str) -> bool:
        """Return whether a style gives its text a background, by itself or by a style that it is based on."""
        for _ in range(20):
            if style in self.painted or style not in self.based_on:
                break
            style = self.based_on[style]
        return style in self.painted


class Sections:
    """The headers and footers that a Word file shows, by their relations."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.named: list[tuple[str, str]] = []
        self.has_first = False

    def start(self, name: str, values: Attributes) -> None:
        if name in ("headerReference", "footerReference"):
            self.named.append((values.get("type", "default"), values.get("id", "")))
        elif name == "titlePg":
            self.has_first = is_on(values)

    def end(self) -> None:
        """Record what a section shows: something else on its first page only if it says so."""
        self.keys += [key for sort, key in self.named if sort == "default" or (sort == "first" and self.has_first)]
        self.named, self.has_first = [], False


class WordHandler(PartHandler):
    """A handler that prints the text of a part that is shown."""

    def __init__(self, printer: Printer, styles: StylesHandler, shown_notes: set[str] | None = None) -> None:
        super().__init__()
        self.printer, self.styles, self.shown_notes = printer, styles, shown_notes
        self.paragraph_styles: list[str] = []
        self.runs: list[dict[str, bool]] = []
        self.fields: list[bool] = []
        self.painted_paragraphs: list[bool] = []
        self.has_background = False
        self.note_references: set[str] = set()
        self.sections = Sections()
        self.diagrams: list[str] = []

    def is_hidden(self, name: str, values: Attributes) -> bool:
        """Return whether the element was deleted, or records how something was before a change."""
        if name == "del" and self.is_inside("trPr"):
            self.hide_enclosing("tr")
            return False
        if name in ("footnote", "endnote") and self.shown_notes is not None:
            return f"{name}{values.get('id')}" not in self.shown_notes
        is_invisible_shape = "visibility:hidden" in values.get("style", "").replace(" ", "")
        return name in SKIPPED_ELEMENTS or name.endswith("PrChange") or is_invisible_shape

    def start(self, name: str, values: Attributes) -> None:
        if name == "p":
            self.paragraph_styles.append(self.styles.default)
            self.painted_paragraphs.append(False)
        elif name == "r":
            self.runs.append({})
        elif name == "fldChar":
            self.follow_field(values.get("fldCharType", ""))
        elif name in ("footnoteReference", "endnoteReference"):
            self.note_references.add(f"{name.removesuffix('Reference')}{values.get('id')}")
        elif name == "background":
            self.has_background = True
        elif name == "relIds":
            self.diagrams.append(values.get("dm", ""))
        else:
            self.sections.start(name, values)
            self.follow_property(name, values)

    def follow_property(self, name: str, values: Attributes) -> None:
        if self.runs and self.is_inside("r", "rPr"):
            self.follow_run(name, values)
        elif name == "pStyle" and self.paragraph_styles:
            self.paragraph_styles[-1] = values.get("val", "")
        elif is_paint(name, values) and self.painted_paragraphs:
            self.painted_paragraphs[-1] = True
        elif (name == "hidden" and self.is_inside("trPr") and is_on(values)) or name == "cellDel":
            self.hide_enclosing("tr" if name == "hidden" else "tc")
        elif name in ("docPr", "cNvPr") and values.get("hidden", "0") not in OFF_VALUES:
            self.hide_enclosing(*SHAPE_ELEMENTS)

    def follow_run(self, name: str, values: Attributes) -> None:
        run = self.runs[-1]
        if name == "rStyle":
            run.setdefault("style", self.styles.is_hiding_style(values.get("val", "")))
        elif name in ("vanish", "specVanish"):
            run["own"] = is_on(values)
        elif is_paint(name, values):
            run["painted"] = True
        elif name == "color":
            run["white"] = values.get("val", "").upper() == WHITE_COLOUR

    def follow_field(self, kind: str) -> None:
        """Follow a field: what comes before its result is an instruction."""
        if kind == "begin":
            self.fields.append(False)
        elif self.fields and kind == "separate":
            self.fields[-1] = True
        elif self.fields and kind == "end":
            self.fields.pop()

    def end(self, name: str) -> None:
        """Drop the properties that end here, and end a line."""
        if name == "p" and self.paragraph_styles:
            self.paragraph_styles.pop()
            self.painted_paragraphs.pop()
        elif name == "r" and self.runs:
            self.runs.pop()
        elif name == "sectPr":
            self.sections.end()
        if name in ("p", "br", "tab", "cr"):
            self.printer.add("\n")

    def text(self, content: str) -> None:
        if self.open_elements and self.open_elements[-1] == "t" and all(self.fields) and not self.is_run_hidden():
            self.printer.add(content)

    def is_run_hidden(self) -> bool:
        """Return whether the words are in a run that is hidden by itself or by its styles."""
        run = self.runs[-1] if self.runs else {}
        if run.get("white") and not run.get("painted") and self.is_on_white():
            return True
        if "own" in run:
            return run["own"]
        return run.get("style", False) or bool(
            self.paragraph_styles and self.styles.is_hiding_style(self.paragraph_styles[-1])
        )

    def is_on_white(self) -> bool:
        """Return whether nothing is known that would make white words visible here."""
        is_painted = any(self.painted_paragraphs) or any(map(self.styles.has_background, self.paragraph_styles))
        return not (is_painted or self.has_background or set(BACKGROUND_ELEMENTS) & set(self.open_elements))


def is_paint(name: str, values: Attributes) -> bool:
    """Return whether a property gives words a background that is not white."""
    said = {"shd": values.get("fill", ""), "highlight": values.get("val", "")}.get(name, "")
    return said.upper() not in ("", "AUTO", "NONE", "WHITE", WHITE_COLOUR)


def is_on(values: Attributes) -> bool:
    """Return whether a property that may be switched off is on."""
    return values.get("val", "1").lower() not in OFF_VALUES


def print_word(archive: zipfile.ZipFile, printer: Printer) -> None:
    """Print a Word file: its text, diagrams, headers and footers, and the notes that it refers to."""
    styles = read_part(archive, "word/styles.xml", StylesHandler())
    shown_notes: set[str] = set()
    for part in numbered_parts(archive, r"word/document\d*\.xml"):
        text, related = read_part(archive, part, WordHandler(printer, styles)), related_parts(archive, part)
        shown_notes |= text.note_references
        for key in text.diagrams[:MAX_PARTS]:
            read_part(archive, related.get(key, ""), SlideHandler(printer))
        for name in dict.fromkeys(related.get(key, "") for key in text.sections.keys[:MAX_PARTS]):
            read_part(archive, name, WordHandler(printer, styles))
    for part in numbered_parts(archive, r"word/(footnotes|endnotes)\d*\.xml"):
        read_part(archive, part, WordHandler(printer, styles, shown_notes))
