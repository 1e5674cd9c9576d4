"""Word files: what is shown when all tracked changes are accepted (ISO/IEC 29500-1, 17)."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field

from gateway.catalogue.text_extraction.looks import is_tiny, is_white
from gateway.catalogue.text_extraction.output import Printer
from gateway.catalogue.text_extraction.slides import SlideHandler
from gateway.catalogue.text_extraction.xml_parts import (
    MAX_PARTS,
    Attributes,
    PartHandler,
    get_related_parts,
    list_numbered_parts,
    read_part,
)

SKIPPED_ELEMENTS = frozenset({"del", "moveFrom", "comment", "Fallback"})
"""Elements whose words were deleted or moved away, are notes for authors, or are there twice."""
SHAPE_ELEMENTS = ("drawing", "wsp", "sp", "pic", "graphicFrame", "grpSp", "wgp", "cxnSp")
OFF_VALUES = frozenset({"0", "false", "off"})
WHITE_THEME_COLOURS = {"background1", "light1"}
HALF_POINTS_PER_POINT = 2
DOCUMENT_PATTERN = r"word/document\d*\.xml"
DRAWING_ELEMENTS = {"drawing", "pict", "object"}
"""Elements that a hidden run takes with it, whatever the runs inside them say."""
BACKGROUND_ELEMENTS = ("tc", "txbxContent")
"""Elements that may have a dark background, so that white words in them are visible."""


class StylesHandler(PartHandler):
    """A handler that collects the styles that hide their text."""

    def __init__(self) -> None:
        super().__init__()
        self.based_on: dict[str, str] = {}
        self.looks: dict[str, dict[str, bool]] = {}
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
        elif self.is_inside("style", "rPr") and (look := parse_look(name, values)):
            self.looks.setdefault(self.current, {})[look[0]] = look[1]
        elif name == "vanish" and self.is_inside("rPrDefault", "rPr"):
            self.is_all_hidden = is_on(values)
        if is_paint(name, values) and "style" in self.open_elements:
            self.painted.add(self.current)

    def is_hiding_style(self, style: str) -> bool:
        """Return whether text of this style is hidden, by itself or by a style that it is based on."""
        found = self.get_look(style, "vanish")
        return self.is_all_hidden if found is None else found

    def get_look(self, style: str, name: str) -> bool | None:
        """Return whether a style gives its text a look, by itself or by a style that it is based on; None if unsaid."""
        for _ in range(20):
            if name in self.looks.get(style, ()) or style not in self.based_on:
                break
            style = self.based_on[style]
        return self.looks.get(style, {}).get(name)

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


@dataclass
class Run:
    """The style of a run, and the looks that it gives its words itself."""

    style: str = ""
    looks: dict[str, bool] = field(default_factory=dict)


class WordHandler(PartHandler):
    """A handler that prints the text of a part that is shown."""

    def __init__(
        self,
        printer: Printer,
        styles: StylesHandler,
        shown_notes: set[str] | None = None,
        *,
        has_background: bool = False,
    ) -> None:
        super().__init__()
        self.printer, self.styles, self.shown_notes = printer, styles, shown_notes
        self.paragraph_styles: list[str] = []
        self.runs: list[Run] = []
        self.fields: list[bool] = []
        self.painted_paragraphs: list[bool] = []
        self.has_background = has_background
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
        if name in DRAWING_ELEMENTS and self.is_run_vanished():
            return True
        return name in SKIPPED_ELEMENTS or name.endswith("PrChange") or is_invisible_shape(values.get("style", ""))

    def start(self, name: str, values: Attributes) -> None:
        if name == "p":
            self.paragraph_styles.append(self.styles.default)
            self.painted_paragraphs.append(False)
        elif name == "r":
            self.runs.append(Run())
        elif name == "fldChar":
            self.follow_field(values.get("fldCharType", ""))
        elif name in ("footnoteReference", "endnoteReference") and not self.is_run_vanished():
            self.note_references.add(f"{name.removesuffix('Reference')}{values.get('id')}")
        elif name == "background" or (name == "anchor" and values.get("behindDoc", "0") not in OFF_VALUES):
            self.has_background = True  # or a picture behind the words
        elif name == "relIds":
            self.diagrams.append(values.get("dm", ""))
        else:
            self.sections.start(name, values)
            self.follow_property(name, values)

    def follow_property(self, name: str, values: Attributes) -> None:
        if self.runs and "rPr" in self.open_elements[-3:-1]:
            self.follow_run(name, values)
        elif name == "pStyle" and self.paragraph_styles:
            self.paragraph_styles[-1] = values.get("val", "")
        elif is_paint(name, values) and self.painted_paragraphs:
            self.painted_paragraphs[-1] = True
        elif name == "hidden" and self.is_inside("trPr") and is_on(values):
            self.hide_enclosing("tr")
        elif name == "cellDel" or (name in ("vMerge", "hMerge") and values.get("val", "continue") == "continue"):
            self.hide_enclosing("tc")
        elif name in ("docPr", "cNvPr") and values.get("hidden", "0") not in OFF_VALUES:
            self.hide_enclosing(*SHAPE_ELEMENTS)

    def follow_run(self, name: str, values: Attributes) -> None:
        run = self.runs[-1]
        if self.is_inside("r", "rPr"):
            if name == "rStyle":
                run.style = values.get("val", "")
            elif is_paint(name, values):
                run.looks["painted"] = True
            elif look := parse_look(name, values):
                run.looks[look[0]] = look[1]
        elif self.is_inside("r", "rPr", "textFill"):
            run.looks["unfilled"] = name == "noFill"
        elif self.is_inside("r", "rPr", "textOutline") and name.endswith("Fill"):
            run.looks["outlined"] = name != "noFill"

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

    def handle_text(self, content: str) -> None:
        if self.open_elements and self.open_elements[-1] == "t" and all(self.fields) and not self.is_run_hidden():
            self.printer.add(content)

    def is_run_hidden(self) -> bool:
        """Return whether the words are in a run that is hidden by itself or by its styles."""
        if self.is_run_vanished() or self.has_look("tiny"):
            return True
        if self.has_look("unfilled") and not self.has_look("outlined"):
            return True
        return self.has_look("white") and not self.has_look("painted") and self.is_on_white()

    def is_run_vanished(self) -> bool:
        """Return whether the words are in a run that is formatted as hidden text, by itself or by its styles."""
        run = self.runs[-1] if self.runs else Run()
        if "vanish" in run.looks:
            return run.looks["vanish"]
        if run.style and self.styles.is_hiding_style(run.style):
            return True
        return any(map(self.styles.is_hiding_style, self.paragraph_styles[-1:]))

    def has_look(self, name: str) -> bool:
        """Return whether the words have a look by their run, else by its style, else by that of the paragraph."""
        run = self.runs[-1] if self.runs else Run()
        said = [
            run.looks.get(name),
            *(self.styles.get_look(style, name) for style in (run.style, *self.paragraph_styles[-1:])),
        ]
        return next((each for each in said if each is not None), False)

    def is_on_white(self) -> bool:
        """Return whether nothing is known that would make white words visible here."""
        styles = (*(run.style for run in self.runs), *self.paragraph_styles)
        is_painted = any(self.painted_paragraphs) or any(map(self.styles.has_background, styles))
        return not (is_painted or self.has_background or set(BACKGROUND_ELEMENTS) & set(self.open_elements))


def is_paint(name: str, values: Attributes) -> bool:
    """Return whether a property gives words a background that is not white."""
    said = {"shd": values.get("fill", ""), "highlight": values.get("val", "")}.get(name, "")
    return said.upper() not in ("", "AUTO", "NONE", "WHITE") and not is_white(said)


def parse_look(name: str, values: Attributes) -> tuple[str, bool] | None:
    """Return the look that a property of a run or a style gives to words, and whether it is on."""
    if name in ("vanish", "specVanish"):
        return "vanish", is_on(values)
    if name == "sz":
        return "tiny", is_tiny(values.get("val"), HALF_POINTS_PER_POINT)
    if name != "color":
        return None
    is_themed = values.get("themeColor") in WHITE_THEME_COLOURS and not {"themeShade", "themeTint"} & values.keys()
    return "white", is_white(values.get("val", "")) or (values.get("val", "auto") == "auto" and is_themed)


def is_invisible_shape(style: str) -> bool:
    """Return whether the style of an older shape (VML) hides it."""
    said = style.replace(" ", "")
    return "visibility:hidden" in said or "display:none" in said


def is_on(values: Attributes) -> bool:
    """Return whether a property that may be switched off is on."""
    return values.get("val", "1").lower() not in OFF_VALUES


def print_word(archive: zipfile.ZipFile, printer: Printer) -> None:
    """Print a Word file: its text, diagrams, headers and footers, and the notes that it refers to."""
    styles = read_part(archive, "word/styles.xml", StylesHandler())
    shown_notes: set[str] = set()
    has_background = False
    for part in get_text_parts(archive):
        text, related = read_part(archive, part, WordHandler(printer, styles)), get_related_parts(archive, part)
        shown_notes |= text.note_references
        has_background |= text.has_background
        for key in text.diagrams[:MAX_PARTS]:
            read_part(archive, related.get(key, ""), SlideHandler(printer))
        for name in dict.fromkeys(related.get(key, "") for key in text.sections.keys[:MAX_PARTS]):
            read_part(archive, name, WordHandler(printer, styles, has_background=text.has_background))
    for part in list_numbered_parts(archive, r"word/(footnotes|endnotes)\d*\.xml"):
        read_part(archive, part, WordHandler(printer, styles, shown_notes, has_background=has_background))


def get_text_parts(archive: zipfile.ZipFile) -> list[str]:
    """Return the part with the text of a Word file; one that lies about and is no longer named is not read."""
    named = set(get_related_parts(archive, "").values())
    found = list_numbered_parts(archive, DOCUMENT_PATTERN)
    return [part for part in found if part in named] or found
