"""Prints the words of one file from standard input, as a process of its own with little memory and time.

The first argument is the ending of the file's name. Words are printed as they are found, so that what was read before a
limit was reached is not lost. The last byte is 0 if the file was read to its end. It ends with 2 if the file cannot be
opened and with 3 if that needs a password. Run by `words.py`, never imported.
"""

import io
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from xml.sax import SAXException, handler

import pypdfium2
from defusedxml import sax
from pypdfium2 import raw

MEMORY = 1024**3
SECONDS = 10
FILES = 32
MOST_CHARACTERS = 100_000
MOST_PAGES = 500
MOST_PARTS = 500
MOST_UNPACKED = 60 * 1024 * 1024
PIECE = 64 * 1024
PARTS = {
    "docx": r"word/(document|footnotes|endnotes)\d*\.xml",
    "pptx": r"ppt/slides/slide\d+\.xml",
    "xlsx": r"xl/sharedStrings\.xml",
    "odt": r"content\.xml",
    "odp": r"content\.xml",
    "ods": r"content\.xml",
}
IN_OFFICE, IN_OPEN_DOCUMENT = frozenset({"t"}), frozenset({"h", "p"})
"""The elements with words in them."""
END_A_LINE = {"p", "h", "si", "br", "tab", "line-break"}
NOT_READ = (zipfile.BadZipFile, zlib.error, SAXException, EOFError, NotImplementedError, RuntimeError, ValueError)


class Enough(Exception):
    """As many words were read as are kept."""


class TooLarge(ValueError):
    """A part unpacks to far more than any text."""


class Printer:
    """Prints words until there are enough."""

    def __init__(self) -> None:
        self.left = MOST_CHARACTERS

    def add(self, text: str) -> None:
        """Prints some words. Raises Enough."""
        sys.stdout.buffer.write(text[: self.left].replace("\0", " ").encode("utf-8", "replace"))
        self.left -= len(text)
        if self.left <= 0:
            raise Enough


class Words(handler.ContentHandler):
    """Prints the text of a part, without keeping the part; `names` are the elements that hold words."""

    def __init__(self, printer: Printer, names: frozenset[str]) -> None:
        super().__init__()
        self.printer, self.names, self.depth = printer, names, 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802 (the name that SAX calls)
        """Words begin here."""
        self.depth += name.rpartition(":")[2] in self.names

    def endElement(self, name: str) -> None:  # noqa: N802
        """Words end here, and perhaps a line."""
        local = name.rpartition(":")[2]
        self.depth -= local in self.names
        if local in END_A_LINE:
            self.printer.add("\n")

    def characters(self, content: str) -> None:
        """Text, which counts only where words are."""
        if self.depth:
            self.printer.add(content)


def limit() -> None:
    """Keeps this process from taking the machine's memory, time, disk or files."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))


def read_pdf(data: bytes, printer: Printer) -> int:
    """Reads a PDF page by page."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return 3 if error.err_code == raw.FPDF_ERR_PASSWORD else 2
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        text = page.get_textpage()
        printer.add(text.get_text_range() + "\n")
        sys.stdout.buffer.flush()
        text.close()
        page.close()
    if len(document) > MOST_PAGES:
        raise Enough
    return 0


def read_archive(data: bytes, printer: Printer, ending: str) -> int:
    """Reads the parts of an Office or OpenDocument file that hold words."""
    names = IN_OFFICE if ending in {"docx", "pptx", "xlsx"} else IN_OPEN_DOCUMENT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in parts(archive, ending):
                parser = sax.make_parser()
                parser.forbid_dtd = True
                parser.setContentHandler(Words(printer, names))
                for piece in pieces(archive, part):
                    parser.feed(piece)
                parser.close()
    except NOT_READ:
        return 2
    return 0


def parts(archive: zipfile.ZipFile, ending: str) -> list[str]:
    """The parts that hold words, in their order: slide 2 before slide 10."""
    found = [name for name in archive.namelist() if re.fullmatch(PARTS[ending], name)]
    return sorted(found, key=lambda name: [int(n) if n.isdigit() else n for n in re.split(r"(\d+)", name)])[:MOST_PARTS]


def pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part, a little at a time. Raises TooLarge."""
    unpacked = 0
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            if (unpacked := unpacked + len(piece)) > MOST_UNPACKED:
                raise TooLarge
            yield piece


def main(ending: str) -> int:
    """Reads the file, and gives the code to end with."""
    limit()
    data, printer = sys.stdin.buffer.read(), Printer()
    try:
        if ending == "pdf":
            code = read_pdf(data, printer)
        elif ending in PARTS:
            code = read_archive(data, printer, ending)
        else:
            printer.add(data.decode("utf-8", "replace"))
            code = 0
    except Enough:
        return 0
    if code == 0:
        sys.stdout.buffer.write(b"\0")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
