"""Tests of the text in files: what is found, and what happens to broken or malicious files."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from time import monotonic

import pypdfium2
import pytest
from PIL import Image

from gateway.catalogue.files.text import DAMAGED_MESSAGE, LOCKED_MESSAGE, UnreadableFile, extract_words
from gateway.demo.samples.files import make_text_pdf
from tests.files import make_archive, make_locked_pdf, make_office_file, make_open_document, make_pdf

WORD = '<w:document xmlns:w="w"><w:body>%s</w:body></w:document>'
SLIDE = '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>%s</a:t></a:r></a:p></p:sld>'
TEXT = '<office:document-content xmlns:office="o" xmlns:text="t">%s</office:document-content>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="w"><w:t>&b;</w:t></w:document>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x><t>&a;</t></x>'
SECONDS = 15


def docx(body: str) -> bytes:
    return make_archive({"[Content_Types].xml": "<Types/>", "word/document.xml": body})


def slides(*numbers: int) -> bytes:
    return make_archive({f"ppt/slides/slide{number}.xml": SLIDE % f"slide no {number}" for number in numbers})


TWO_PARAGRAPHS = "<w:p><w:r><w:t>Sensory </w:t></w:r><w:r><w:t>circuits</w:t></w:r></w:p><w:p><w:t>at nine</w:t></w:p>"
STRUCK_OUT = "<w:p><w:t>kept</w:t><w:del><w:delText>struck out</w:delText></w:del></w:p>"
HEADING = "<text:h>Plan</text:h><text:p>Ten <text:span>quiet</text:span> minutes</text:p>"
STRINGS = "<sst><si><t>Name of</t></si><si><t>intervention</t></si></sst>"
NOTED = {
    "word/document.xml": WORD % "<w:p><w:t>text</w:t></w:p>",
    "word/footnotes.xml": WORD % "<w:p><w:t>note</w:t></w:p>",
}
FOUND = {
    "a PDF": ("pdf", make_text_pdf((("Aloud", "in Year 4"), ("Page two",))), "Aloud\nin Year 4\nPage two"),
    "a Word file": (
        "docx",
        make_office_file("docx", {"word/document.xml": WORD % TWO_PARAGRAPHS}),
        "Sensory circuits\nat nine",
    ),
    "words that were struck out": ("docx", docx(WORD % STRUCK_OUT), "kept"),
    "a footnote": ("docx", make_archive(NOTED), "text\nnote"),
    "slides in their order": ("pptx", slides(10, 2, 1), "slide no 1\nslide no 2\nslide no 10"),
    "a spreadsheet": ("xlsx", make_archive({"xl/sharedStrings.xml": STRINGS}), "Name of\nintervention"),
    "an OpenDocument text": (
        "odt",
        make_open_document("odt", {"content.xml": TEXT % HEADING}),
        "Plan\nTen quiet minutes",
    ),
    "a plain text": ("txt", "Café plan\r\n\r\nfor  Year 4\0".encode(), "Café plan\nfor Year 4"),
}


@pytest.mark.parametrize("case", FOUND)
def test_the_words_of_a_file_are_found(case):
    ending, content, expected = FOUND[case]

    assert extract_words(content, ending) == (expected, False)


def scanned() -> bytes:
    output = BytesIO()
    Image.new("RGB", (300, 200), "white").save(output, "PDF")
    return output.getvalue()


@pytest.mark.parametrize(("ending", "make"), [("pdf", scanned), ("pdf", make_pdf), ("docx", lambda: docx(WORD % ""))])
def test_a_file_without_words_has_none(ending, make):
    assert extract_words(make(), ending).text == ""


def bomb(ending: str) -> bytes:
    part = {"docx": "word/document.xml", "odt": "content.xml"}[ending]
    return make_archive({part: "<w:document xmlns:w='w'>" + " " * 300_000_000})


def hollow() -> bytes:
    """Return a PDF whose page unpacks to 300 MB of text."""
    text = zlib.compress(b"BT (" + b"a " * 150_000_000 + b") Tj ET", 9)
    stream = b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(text), text)
    plain = re.compile(rb"<</Length \d+>>stream\n.*?\nendstream", re.DOTALL)
    return plain.sub(lambda _: stream, make_text_pdf((("a",),)), count=1)


BAD = {
    "a PDF with a password": ("pdf", make_locked_pdf, LOCKED_MESSAGE),
    "half a PDF": ("pdf", lambda: make_text_pdf((("words",),))[:200], DAMAGED_MESSAGE),
    "no PDF at all": ("pdf", lambda: b"\x00" * 1000, DAMAGED_MESSAGE),
    "a Word file that is no archive": ("docx", lambda: b"PK\x03\x04 and no more", DAMAGED_MESSAGE),
    "a Word file with broken parts": ("docx", lambda: docx("<w:document"), DAMAGED_MESSAGE),
    "entities that multiply": ("docx", lambda: docx(LAUGHS), DAMAGED_MESSAGE),
    "a file of the machine": ("docx", lambda: docx(OUTSIDE), DAMAGED_MESSAGE),
    "an attribute that fills the memory": ("docx", lambda: docx('<x y="' + "a" * 150_000_000 + '"/>'), DAMAGED_MESSAGE),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_given_up_in_plain_words(case):
    ending, make, expected = BAD[case]
    data, began = make(), monotonic()

    with pytest.raises(UnreadableFile, match=re.escape(expected)):
        extract_words(data, ending)

    assert monotonic() - began < SECONDS


BOMBS = {
    "a Word file that unpacks to 300 MB": ("docx", lambda: bomb("docx")),
    "a text that unpacks to 300 MB": ("odt", lambda: bomb("odt")),
    "a page that unpacks to 300 MB": ("pdf", hollow),
}


@pytest.mark.parametrize("case", BOMBS)
def test_a_bomb_costs_little_time_and_gives_few_words(case):
    ending, make = BOMBS[case]
    data, began = make(), monotonic()

    try:
        found = extract_words(data, ending).text
    except UnreadableFile:
        found = ""

    assert len(found) <= 100_000
    assert monotonic() - began < SECONDS


def test_of_a_pdf_with_5000_pages_the_first_500_are_read():
    document = pypdfium2.PdfDocument(make_text_pdf((("only here",),)))
    output = BytesIO()
    for _ in range(4_999):
        document.new_page(300, 400)
    document.save(output)
    document.close()
    began = monotonic()

    assert extract_words(output.getvalue(), "pdf") == ("only here", True)
    assert monotonic() - began < SECONDS


def test_of_a_long_file_the_beginning_is_kept():
    text, is_cut = extract_words(b"word " * 30_000, "txt")

    assert (len(text), is_cut) == (99_999, True)
