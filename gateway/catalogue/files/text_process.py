"""A separate process, with little memory and time, that prints the words of one file from standard input.

The first argument is the ending of the file's name. Words are printed as they are found, so that what was read before a
limit was reached is not lost. The last byte is 0 if the file was read to its end. It exits with 2 if the file cannot be
opened and with 3 if that needs a password. Run by `text.py`, never imported.
"""

import io
import resource
import sys
import zipfile
import zlib
from pathlib import Path
from xml.sax import SAXException

sys.path.insert(0, str(Path(__file__).parents[3]))

from gateway.catalogue.text_extraction.open_document import print_open_document
from gateway.catalogue.text_extraction.output import LimitReached, Printer
from gateway.catalogue.text_extraction.pdf import CANNOT_OPEN_EXIT_CODE, print_pdf
from gateway.catalogue.text_extraction.sheets import print_sheets
from gateway.catalogue.text_extraction.slides import print_slides
from gateway.catalogue.text_extraction.word import print_word

MAX_MEMORY_BYTES = 1024**3
MAX_CPU_SECONDS = 10
MAX_OPEN_FILES = 32
PRINTERS_BY_ENDING = {
    "docx": print_word,
    "pptx": print_slides,
    "xlsx": print_sheets,
    "odt": print_open_document,
    "odp": print_open_document,
    "ods": print_open_document,
}
READ_ERRORS = (zipfile.BadZipFile, zlib.error, SAXException, EOFError, NotImplementedError, RuntimeError, ValueError)


def limit() -> None:
    """Keep this process from taking the machine's memory, time, disk or files."""
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU_SECONDS, MAX_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MAX_OPEN_FILES, MAX_OPEN_FILES))


def read_archive(data: bytes, printer: Printer, ending: str) -> int:
    """Print the parts of an Office or OpenDocument file that hold words, and return the exit code."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            PRINTERS_BY_ENDING[ending](archive, printer)
    except READ_ERRORS:
        return CANNOT_OPEN_EXIT_CODE
    return 0


def main(ending: str) -> int:
    """Read the file and return the exit code."""
    limit()
    data, printer = sys.stdin.buffer.read(), Printer()
    try:
        if ending == "pdf":
            code = print_pdf(data, printer)
        elif ending in PRINTERS_BY_ENDING:
            code = read_archive(data, printer, ending)
        else:
            printer.add(data.decode("utf-8", "replace"))
            code = 0
    except LimitReached:
        return 0
    if code == 0:
        sys.stdout.buffer.write(b"\0")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
