"""PDF files: the text of the pages that a reader sees, without notes."""

from __future__ import annotations

import sys

import pypdfium2
from pypdfium2 import raw

from gateway.catalogue.text_extraction.output import LimitReached, Printer
from gateway.catalogue.text_extraction.pdf_visibility import get_visible_text

MAX_PAGES = 500
CANNOT_OPEN_EXIT_CODE, PASSWORD_EXIT_CODE = 2, 3


def print_pdf(data: bytes, printer: Printer) -> int:
    """Print a PDF page by page and return the exit code."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return PASSWORD_EXIT_CODE if error.err_code == raw.FPDF_ERR_PASSWORD else CANNOT_OPEN_EXIT_CODE
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        printer.add(get_visible_text(page) + "\n")
        sys.stdout.buffer.flush()
        page.close()
    if len(document) > MAX_PAGES:
        raise LimitReached
    return 0
