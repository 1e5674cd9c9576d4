"""Tests that files that hold no table of publications are refused at once with a reason, and nothing is stored."""

from __future__ import annotations

import gzip
import io
import time
import zipfile

import pytest

from resources.imports.spreadsheets.reader import MAX_ROWS, UnreadableFile, read_sheet
from resources.models import BulkImport, Publication
from tests.factories import make_owner, make_publisher
from tests.resources.imports.sheets import ROW, make_csv, make_xlsx, upload, with_part

SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<?xml version="1.0"?>'
OPEN = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CLOSE = b"</sheetData></worksheet>"
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (step, b"&l%d;" % (step - 1) * 10) for step in range(1, 12))
BOMB = HEAD + b'<!DOCTYPE x [<!ENTITY l0 "ha">' + LAUGHS + b"]>" + OPEN + b"<row><c><v>&l11;</v></c></row>" + CLOSE
SECRETS = (
    HEAD + b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + OPEN + b"<row><c><v>&f;</v></c></row>" + CLOSE
)
GOOD = make_csv(ROW)
BOOK = make_xlsx(ROW)
WIDE = OPEN + b"<row>" + b"<c/>" * 100_000 + b"</row>" + CLOSE
MANY_CELLS = OPEN + (b"<x:row>" + b"<x:c/>" * 1_000 + b"</x:row>") * 1_300 + CLOSE
HUGE = OPEN + b" " * (61 * 1024 * 1024) + CLOSE


def make_archive(parts: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for part in range(parts):
            made.writestr(f"part{part}", b"x")
    return out.getvalue()


BAD = {
    "empty": (b"", "The first row must name the columns"),
    "white space only": (b" \r\n \r\n", "The first row must name the columns"),
    "a header only": (make_csv(ROW).splitlines()[0], "nothing below"),
    "no title and no slug": (b"kind,summary\r\nresource,Words\r\n", "must name the columns"),
    "no header": (b"Reading,resource,https://example.org\r\n", "We do not know the column"),
    "a misspelt column": (b"titel,kind\r\nReading,resource\r\n", "Do you mean \u201ctitle\u201d?"),
    "a column twice": (b"title,kind,Title\r\nA,resource,B\r\n", "is there twice"),
    "markup for a column": (b"<script>alert(1)</script>,kind\r\nA,1\r\n", "We do not know the column"),
    "NUL bytes": (GOOD + b"a\0b", "NUL"),
    "letters of no encoding": (b"title\r\n\x81\x8d\x8f\x90\x9d\r\n", "cannot read the letters"),
    "UTF-16 without a mark": (GOOD.decode().encode("utf-16-le"), "NUL"),
    "an open quotation mark": (b'title,kind\r\n"Reading,resource\r\n', "quotation mark"),
    "a quotation mark in the middle": (b'title,kind\r\n"Rea"ding,resource\r\n', "quotation mark"),
    "a cell of 200,000 characters": (b"title\r\n" + b"a" * 200_000, "quotation mark"),
    "100,000 columns": (b",".join([b"title"] * 100_000) + b"\r\n" + b"A\r\n", "more than 100 columns"),
    "a row too many": (b"title\r\n" + b"A\r\n" * (MAX_ROWS + 1), "more than 5,000 rows"),
    "a million rows": (b"title\r\n" + b"A\r\n" * 1_000_000, "more than 5,000 rows"),
    "a million empty rows": (b"title\r\n" + b"\r\n" * 1_000_000, "nothing below"),
    "11 MB": (b"title\r\n" + b"A" * 11 * 1024 * 1024, "larger than 10 MB"),
    "a PDF": (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
    "a PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NUL"),
    "HTML": (b"<html><body><table><tr><td>title</td></tr></table>", "a web page, not a table"),
    "an old or locked workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "password"),
    "gzip": (gzip.compress(GOOD), "NUL"),
    "an archive of something else": (make_archive(3), "cannot be read as an Excel workbook"),
    "an archive of 400 parts": (make_archive(400), "too large"),
    "a broken archive": (b"PK\x03\x04" + b"\xff" * 500, "cannot be read as an Excel workbook"),
    "a workbook cut off": (BOOK[: len(BOOK) // 2], "cannot be read as an Excel workbook"),
    "a workbook with a damaged sheet": (with_part(BOOK, SHEET, b"<worksheet><"), "cannot be read as an Excel workbook"),
    "a sheet of other XML": (with_part(BOOK, SHEET, b"<html/>"), "The first row must name the columns"),
    "an XML bomb": (with_part(BOOK, SHEET, BOMB), "cannot be read as an Excel workbook"),
    "XML that reads a file": (with_part(BOOK, SHEET, SECRETS), "cannot be read as an Excel workbook"),
    "a ZIP bomb": (with_part(BOOK, SHEET, HUGE), "too large when it is unpacked"),
    "100,000 columns of a workbook": (with_part(BOOK, SHEET, WIDE), "A row of this workbook has too many cells"),
    "a million cells": (with_part(BOOK, SHEET, MANY_CELLS), "too many cells"),
    "a workbook without a sheet": (with_part(BOOK, "xl/workbook.xml", b"<workbook/>"), "cannot be read"),
    "no types of content": (with_part(BOOK, "[Content_Types].xml", b"<Types/>"), "cannot be read"),
}


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_refused_in_words_and_in_little_time(data, words):
    began = time.monotonic()

    with pytest.raises(UnreadableFile) as refusal:
        read_sheet(data)

    assert words in str(refusal.value)
    assert len(str(refusal.value)) < 700
    assert time.monotonic() - began < 5


@pytest.mark.django_db
@pytest.mark.parametrize("sort", ["NUL bytes", "a ZIP bomb", "markup for a column"])
def test_the_form_says_why_and_nothing_is_kept(client, sort):
    client.force_login(make_owner(make_publisher()))

    response = upload(client, BAD[sort][0], "table.xlsx")

    assert response.status_code == 400
    assert BAD[sort][1] in response.text
    assert "<script>alert" not in response.text
    assert (BulkImport.objects.count(), Publication.objects.count()) == (0, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_usual_encodings_and_delimiters_are_read(encoding, delimiter):
    row = {**ROW, "title": "Café — “naïve” £5"}

    (read,) = read_sheet(make_csv(row, encoding=encoding, delimiter=delimiter))

    assert (read.number, read.cells, read.problems) == (2, row, [])


@pytest.mark.parametrize("heading", ["focus_areas", "Focus areas", " FOCUS AREAS ", "Focus-areas"])
def test_headings_are_known_however_they_are_written(heading):
    (read,) = read_sheet(f"title,{heading}\nA,leadership\n".encode())

    assert read.cells == {"title": "A", "focus_areas": "leadership"}


def test_empty_rows_are_left_out_and_numbers_stay_those_of_the_spreadsheet():
    rows = read_sheet(b'title,body\r\n,\r\nA,"one\ntwo"\r\n,\r\nB,\r\n')

    assert [(row.number, row.cells["title"]) for row in rows] == [(3, "A"), (5, "B")]
