"""PowerPoint files: the slides that are shown, without notes and comments (ISO/IEC 29500-1, 19)."""

from __future__ import annotations

import zipfile

from gateway.catalogue.extraction.output import Printer
from gateway.catalogue.extraction.package import (
    MAX_PARTS,
    Attributes,
    PartHandler,
    numbered_parts,
    read_part,
    related_parts,
)

PRESENTATION = "ppt/presentation.xml"
SLIDE = r"ppt/slides/slide\d+\.xml"
SHAPES = ("sp", "pic", "graphicFrame", "grpSp", "cxnSp")
OFF = frozenset({"0", "false", "off"})


class SlideHandler(PartHandler):
    """Print the text of a slide, unless the slide or the shape is hidden."""

    def __init__(self, printer: Printer) -> None:
        super().__init__()
        self.printer = printer

    def is_hidden(self, name: str, values: Attributes) -> bool:
        """Whether this is a hidden slide, or what older programs show in place of something newer."""
        return name == "Fallback" or (name == "sld" and values.get("show", "1").lower() in OFF)

    def start(self, name: str, values: Attributes) -> None:
        """Hide a shape that says so."""
        if name == "cNvPr" and values.get("hidden", "0").lower() not in OFF:
            self.hide_enclosing(*SHAPES)

    def end(self, name: str) -> None:
        """End a line."""
        if name in ("p", "br", "tab"):
            self.printer.add("\n")

    def text(self, content: str) -> None:
        """Print words."""
        if self.open_elements and self.open_elements[-1] == "t":
            self.printer.add(content)


class PresentationHandler(PartHandler):
    """Learn which slides a presentation shows, in their order."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []

    def start(self, name: str, values: Attributes) -> None:
        """Note the relation of a slide."""
        if name == "sldId":
            self.keys.append(values.get("id", ""))


def print_slides(archive: zipfile.ZipFile, printer: Printer) -> None:
    """Print the slides of a PowerPoint file; one that was taken out of the show and lies about still is not read."""
    for part in shown_slides(archive)[:MAX_PARTS]:
        read_part(archive, part, SlideHandler(printer))


def shown_slides(archive: zipfile.ZipFile) -> list[str]:
    """The parts of the slides that the presentation names."""
    every_slide = numbered_parts(archive, SLIDE)
    related = related_parts(archive, PRESENTATION)
    if not related:
        return every_slide
    named = read_part(archive, PRESENTATION, PresentationHandler()).keys
    return [related[key] for key in named if related.get(key, "") in archive.NameToInfo]
