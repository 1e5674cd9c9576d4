"""Office and OpenDocument files: ZIP archives of XML parts, read piece by piece within limits."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from xml.sax import handler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import sax

MAX_PARTS = 500
MAX_PART_BYTES = 60 * 1024 * 1024
PIECE_BYTES = 64 * 1024
type Attributes = Mapping[str, str]


class PartTooLarge(ValueError):
    """Raised for a part that unpacks to far more than any text."""


class PartIsRead(Exception):
    """Raised by a handler that has read all of a part that it needs."""


class PartHandler(handler.ContentHandler):
    """A handler of the elements of a part by their local names, regardless of the prefixes that the file uses."""

    def __init__(self) -> None:
        super().__init__()
        self.open_elements: list[str] = []
        self.hidden_depth = 0

    def startElement(self, name: str, attrs: AttributesImpl[str]) -> None:  # noqa: N802 (the name that SAX calls)
        """Record an element, and hide everything in it if its reader does not see it."""
        local = get_local_name(name)
        self.open_elements.append(local)
        if self.hidden_depth:
            return
        values = {get_local_name(key): value for key, value in sorted(attrs.items(), key=has_prefix)}
        if self.is_hidden(local, values):
            self.hidden_depth = len(self.open_elements)
        else:
            self.start(local, values)

    def endElement(self, name: str) -> None:  # noqa: N802
        if self.hidden_depth == len(self.open_elements):
            self.hidden_depth = 0
        elif not self.hidden_depth:
            self.end(self.open_elements[-1])
        self.open_elements.pop()

    def characters(self, content: str) -> None:
        if not self.hidden_depth:
            self.handle_text(content)

    def hide_enclosing(self, *names: str) -> None:
        """Hide the rest of the nearest open element with one of these names."""
        for depth in range(len(self.open_elements), 0, -1):
            if self.open_elements[depth - 1] in names:
                self.hidden_depth = depth
                return

    def is_inside(self, *names: str) -> bool:
        """Return whether the innermost open elements, except the one that begins, have these names."""
        return tuple(self.open_elements[-len(names) - 1 : -1]) == names

    def is_hidden(self, name: str, values: Attributes) -> bool:
        """Return whether a reader does not see what is in this element."""
        return False

    def start(self, name: str, values: Attributes) -> None:
        """Handle the start of an element that is not hidden."""

    def end(self, name: str) -> None:
        """Handle the end of an element that was not hidden."""

    def handle_text(self, content: str) -> None:
        """Handle text that is not hidden."""


class RelationsHandler(PartHandler):
    """A handler that collects where the relations of a part lead."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def start(self, name: str, values: Attributes) -> None:
        if name == "Relationship" and values.get("TargetMode") != "External":
            self.targets[values.get("Id", "")] = values.get("Target", "")


def has_prefix(attribute: tuple[str, str]) -> bool:
    """Return whether an attribute has a namespace prefix; of two with one local name, that one counts (`r:id`)."""
    return ":" in attribute[0]


def get_local_name(name: str) -> str:
    return name.rpartition(":")[2]


def read_part[Handler: PartHandler](archive: zipfile.ZipFile, name: str, part_handler: Handler) -> Handler:
    """Have a handler read a part, and return the handler; a missing part counts as empty.

    Raise PartTooLarge if it unpacks to too much.
    """
    if name in archive.NameToInfo:
        parser = sax.make_parser()
        parser.forbid_dtd = True
        parser.setContentHandler(part_handler)
        with suppress(PartIsRead):
            for piece in read_pieces(archive, name):
                parser.feed(piece)
            parser.close()
    return part_handler


def parse_number(text: str | None, default: int = 0) -> int:
    """Return the number that an attribute holds, or the default if it holds none."""
    return int(text) if text and len(text) < 10 and text.isascii() and text.isdecimal() else default


def read_pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part piece by piece, and raise PartTooLarge if it unpacks to too much."""
    unpacked = 0
    with archive.open(name) as part:
        while piece := part.read(PIECE_BYTES):
            if (unpacked := unpacked + len(piece)) > MAX_PART_BYTES:
                raise PartTooLarge
            yield piece


def get_related_parts(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the parts that a part of an Office file names, by the key of the relation."""
    folder, name = posixpath.split(part)
    targets = read_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"), RelationsHandler()).targets
    return {key: posixpath.normpath(posixpath.join("/", folder, target))[1:] for key, target in targets.items()}


def list_numbered_parts(archive: zipfile.ZipFile, pattern: str) -> list[str]:
    """Return the parts whose names match, in their order: slide 2 before slide 10."""
    found = [name for name in archive.namelist() if re.fullmatch(pattern, name)]
    return sorted(found, key=lambda name: [int(n) if n.isdigit() else n for n in re.split(r"(\d+)", name)])[:MAX_PARTS]
