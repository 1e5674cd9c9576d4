"""PowerPoint files: the slides that are shown, without notes and comments (ISO/IEC 29500-1, 19)."""

from __future__ import annotations

import zipfile

from gateway.catalogue.text_extraction.looks import is_tiny
from gateway.catalogue.text_extraction.output import Printer
from gateway.catalogue.text_extraction.xml_parts import (
    MAX_PARTS,
    Attributes,
    PartHandler,
    get_related_parts,
    list_numbered_parts,
    parse_number,
    read_part,
)

PRESENTATION_PATH = "ppt/presentation.xml"
SLIDE_PATTERN = r"ppt/slides/slide\d+\.xml"
type Size = tuple[int, int]
SHAPE_ELEMENTS = ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")
OFF_VALUES = frozenset({"0", "false", "off"})
POINT_SHARES = 100
"""The size of letters is given in hundredths of a point."""


class SlideHandler(PartHandler):
    """A handler that prints the text of a slide, unless the slide or the shape is hidden."""

    def __init__(self, printer: Printer, size: Size | None = None) -> None:
        super().__init__()
        self.printer, self.size = printer, size
        self.place: tuple[int, int] | None = None
        self.diagrams: list[str] = []
        self.has_outline = False

    def is_hidden(self, name: str, values: Attributes) -> bool:
        """Return whether this is a hidden slide, or a fallback that older programs show."""
        if name == "tc" and any(values.get(key, "0").lower() not in OFF_VALUES for key in ("hMerge", "vMerge")):
            return True  # its place belongs to the cell beside or above
        return name == "Fallback" or (name == "sld" and values.get("show", "1").lower() in OFF_VALUES)

    def start(self, name: str, values: Attributes) -> None:
        if name == "cNvPr" and values.get("hidden", "0").lower() not in OFF_VALUES:
            self.hide_enclosing(*SHAPE_ELEMENTS)
        elif name == "relIds":
            self.diagrams.append(values.get("dm", ""))
        elif "rPr" in self.open_elements[-4:]:
            self.follow_run(name, values)
        elif name == "off" and self.is_on_slide():
            self.place = parse_whole_number(values.get("x")), parse_whole_number(values.get("y"))
        elif name == "ext" and self.place and self.is_on_slide():
            extent = parse_whole_number(values.get("cx")), parse_whole_number(values.get("cy"))
            if self.is_beside(self.place, extent):
                self.hide_enclosing(*SHAPE_ELEMENTS)
            self.place = None

    def follow_run(self, name: str, values: Attributes) -> None:
        """Hide the rest of a run whose letters have no fill, are transparent or too small."""
        if name == "rPr":
            self.has_outline = False
        elif name == "ln" and self.is_inside("r", "rPr"):
            self.has_outline = True
        is_unfilled = name == "noFill" and self.is_inside("r", "rPr") and not self.has_outline
        is_clear = name == "alpha" and values.get("val") in ("0", "0%") and "solidFill" in self.open_elements[-3:]
        if is_unfilled or is_clear or (name == "rPr" and is_tiny(values.get("sz"), POINT_SHARES)):
            self.hide_enclosing("r")

    def is_on_slide(self) -> bool:
        """Return whether the slide itself, not a group, gives the measures of the current shape."""
        paths = (("sp", "spPr", "xfrm"), ("grpSp", "grpSpPr", "xfrm"), ("graphicFrame", "xfrm"))
        return any(self.is_inside("spTree", *path) for path in paths)

    def is_beside(self, place: tuple[int, int], extent: tuple[int, int]) -> bool:
        """Return whether a shape is beside the slide, where only its author sees it."""
        return self.size is not None and any(
            start >= most or start + max(length, 1) <= 0
            for start, length, most in zip(place, extent, self.size, strict=True)
        )

    def end(self, name: str) -> None:
        if name in ("p", "br", "tab"):
            self.printer.add("\n")

    def handle_text(self, content: str) -> None:
        if self.open_elements and self.open_elements[-1] == "t":
            self.printer.add(content)


class PresentationHandler(PartHandler):
    """A handler that collects the slides that a presentation shows, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        self.size: Size | None = None

    def start(self, name: str, values: Attributes) -> None:
        if name == "sldId":
            self.keys.append(values.get("id", ""))
        elif name == "sldSz":
            self.size = parse_whole_number(values.get("cx")), parse_whole_number(values.get("cy"))


def parse_whole_number(text: str | None) -> int:
    """Return the number that an attribute holds, which may be negative, or 0 if it holds none."""
    sign, digits = (-1, text[1:]) if text and text.startswith("-") else (1, text)
    return sign * parse_number(digits)


def print_slides(archive: zipfile.ZipFile, printer: Printer) -> None:
    """Print the slides of a PowerPoint file, but none that was removed and is still in the archive."""
    presentation = read_part(archive, PRESENTATION_PATH, PresentationHandler())
    for part in get_shown_slides(archive, presentation)[:MAX_PARTS]:
        slide = read_part(archive, part, SlideHandler(printer, presentation.size))
        related = get_related_parts(archive, part) if slide.diagrams else {}
        for key in slide.diagrams[:MAX_PARTS]:
            read_part(archive, related.get(key, ""), SlideHandler(printer))


def get_shown_slides(archive: zipfile.ZipFile, presentation: PresentationHandler) -> list[str]:
    """Return the parts of the slides that the presentation names."""
    related = get_related_parts(archive, PRESENTATION_PATH)
    if not related:
        return list_numbered_parts(archive, SLIDE_PATTERN)
    return [related[key] for key in presentation.keys if related.get(key, "") in archive.NameToInfo]
