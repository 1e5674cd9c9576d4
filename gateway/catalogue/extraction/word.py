"""Word files: what is shown when all tracked changes are accepted (ISO/IEC 29500-1, 17)."""

from __future__ import annotations

import zipfile

from gateway.catalogue.extraction.output import Printer
from gateway.catalogue.extraction.package import Attributes, PartHandler, numbered_parts, read_part

TAKEN_AWAY = frozenset({"del", "moveFrom", "comment", "Fallback"})
"""Elements whose words were deleted or moved away, are notes for authors, or are there twice."""
SHAPES = ("drawing", "wsp", "sp", "pic", "graphicFrame", "grpSp", "wgp", "cxnSp")
OFF = frozenset({"0", "false", "off"})


class StylesHandler(PartHandler):
    """Learn which styles hide their text."""

    def __init__(self) -> None:
        super().__init__()
        self.based_on: dict[str, str] = {}
        self.vanish: dict[str, bool] = {}
        self.default = self.current = ""

    def start(self, name: str, values: Attributes) -> None:
        """Note a style, what it is based on, and whether it hides."""
        if name == "style":
            self.current = values.get("styleId", "")
            if values.get("type") == "paragraph" and values.get("default", "0") not in OFF:
                self.default = self.current
        elif name == "basedOn" and self.is_inside("style"):
            self.based_on[self.current] = values.get("val", "")
        elif name in ("vanish", "specVanish") and self.is_inside("style", "rPr"):
            self.vanish[self.current] = is_on(values)

    def hides(self, style: str) -> bool:
        """Whether text of this style is hidden, by itself or by a style that it is based on."""
        for _ in range(20):
            if style in self.vanish or style not in self.based_on:
                break
            style = self.based_on[style]
        return self.vanish.get(style, False)


class WordHandler(PartHandler):
    """Print the text of a part that is shown."""

    def __init__(self, printer: Printer, styles: StylesHandler, shown_notes: set[str] | None = None) -> None:
        super().__init__()
        self.printer, self.styles, self.shown_notes = printer, styles, shown_notes
        self.paragraph_styles: list[str] = []
        self.runs: list[dict[str, bool]] = []
        self.fields: list[bool] = []
        self.note_references: set[str] = set()

    def is_hidden(self, name: str, values: Attributes) -> bool:
        """Whether the element was taken away, or records how something was before a change."""
        if name == "del" and self.is_inside("trPr"):
            self.hide_enclosing("tr")
            return False
        if name in ("footnote", "endnote") and self.shown_notes is not None:
            return f"{name}{values.get('id')}" not in self.shown_notes
        is_invisible_shape = "visibility:hidden" in values.get("style", "").replace(" ", "")
        return name in TAKEN_AWAY or name.endswith("PrChange") or is_invisible_shape

    def start(self, name: str, values: Attributes) -> None:
        """Follow what shows or hides the words to come."""
        if name == "p":
            self.paragraph_styles.append(self.styles.default)
        elif name == "r":
            self.runs.append({})
        elif name == "fldChar":
            self.follow_field(values.get("fldCharType", ""))
        elif name in ("footnoteReference", "endnoteReference"):
            self.note_references.add(f"{name.removesuffix('Reference')}{values.get('id')}")
        else:
            self.follow_property(name, values)

    def follow_property(self, name: str, values: Attributes) -> None:
        """Follow the properties of a paragraph, a run, a row or a shape."""
        if name == "pStyle" and self.paragraph_styles:
            self.paragraph_styles[-1] = values.get("val", "")
        elif name == "rStyle" and self.runs and self.is_inside("r", "rPr"):
            self.runs[-1].setdefault("style", self.styles.hides(values.get("val", "")))
        elif name in ("vanish", "specVanish") and self.runs and self.is_inside("r", "rPr"):
            self.runs[-1]["own"] = is_on(values)
        elif name == "hidden" and self.is_inside("trPr") and is_on(values):
            self.hide_enclosing("tr")
        elif name == "cellDel":
            self.hide_enclosing("tc")
        elif name in ("docPr", "cNvPr") and values.get("hidden", "0") not in OFF:
            self.hide_enclosing(*SHAPES)

    def follow_field(self, kind: str) -> None:
        """Follow a field: what stands before its result is an instruction."""
        if kind == "begin":
            self.fields.append(False)
        elif self.fields and kind == "separate":
            self.fields[-1] = True
        elif self.fields and kind == "end":
            self.fields.pop()

    def end(self, name: str) -> None:
        """Forget what no longer holds, and end a line."""
        if name == "p" and self.paragraph_styles:
            self.paragraph_styles.pop()
        elif name == "r" and self.runs:
            self.runs.pop()
        if name in ("p", "br", "tab", "cr"):
            self.printer.add("\n")

    def text(self, content: str) -> None:
        """Print words that are shown."""
        if self.open_elements and self.open_elements[-1] == "t" and all(self.fields) and not self.is_run_hidden():
            self.printer.add(content)

    def is_run_hidden(self) -> bool:
        """Whether the words come in a run that is hidden by itself or by its styles."""
        run = self.runs[-1] if self.runs else {}
        if "own" in run:
            return run["own"]
        return run.get("style", False) or bool(self.paragraph_styles and self.styles.hides(self.paragraph_styles[-1]))


def is_on(values: Attributes) -> bool:
    """Whether a property that may be switched off is on."""
    return values.get("val", "1").lower() not in OFF


def print_word(archive: zipfile.ZipFile, printer: Printer) -> None:
    """Print a Word file: its text, then the notes that the text refers to."""
    styles = read_part(archive, "word/styles.xml", StylesHandler())
    shown_notes: set[str] = set()
    for part in numbered_parts(archive, r"word/document\d*\.xml"):
        shown_notes |= read_part(archive, part, WordHandler(printer, styles)).note_references
    for part in numbered_parts(archive, r"word/(footnotes|endnotes)\d*\.xml"):
        read_part(archive, part, WordHandler(printer, styles, shown_notes))
