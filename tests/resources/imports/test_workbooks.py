"""Tests that reading a workbook raises no warning from openpyxl and changes nothing for other threads."""

from __future__ import annotations

import io
import subprocess
import sys
import warnings
import zipfile

import pytest

from resources.imports.spreadsheets.xlsx_reader import read_work_sheets
from tests.resources.imports.sheets import ROW, make_xlsx, with_part

SHEET = "xl/worksheets/sheet1.xml"
START_AND_READ = """
import sys, warnings
import django
warnings.simplefilter("error")
django.setup()
from resources.imports.spreadsheets.reader import open_sheet
print([row.cells["title"] for row in open_sheet(sys.stdin.buffer.read()).rows])
"""


def with_an_extension(workbook: bytes) -> bytes:
    """Return a workbook with an extension that openpyxl would warn about leaving out."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        sheet = archive.read(SHEET)
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    return with_part(workbook, SHEET, sheet.replace(b"</worksheet>", extension))


def test_while_rows_are_read_the_warnings_of_others_are_as_they_were():
    before = list(warnings.filters)

    (sheet,) = read_work_sheets(make_xlsx(ROW, ROW), most_columns=10)
    next(sheet.rows)

    assert warnings.filters == before


def test_the_started_site_says_nothing_of_what_is_left_out_of_a_workbook():
    read = subprocess.run(  # noqa: S603
        [sys.executable, "-c", START_AND_READ],
        input=with_an_extension(make_xlsx(ROW)),
        capture_output=True,
        check=False,
    )

    assert (read.stdout, read.stderr) == (b"['Reading together']\n", b"")


def test_a_part_that_stands_twice_in_a_strict_workbook_is_read_once():
    strict = with_part(make_xlsx(ROW), "xl/workbook.xml", make_strict_workbook(make_xlsx(ROW)))
    out = io.BytesIO(strict)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr("docProps/app.xml", archive.read("docProps/app.xml"))

    (sheet,) = read_work_sheets(out.getvalue(), most_columns=10)

    assert next(sheet.rows)[1] == ("title", "")


def make_strict_workbook(workbook: bytes) -> bytes:
    """Return the part that names the sheets, with the namespace of strict OOXML."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        usual = b"http://schemas.openxmlformats.org/spreadsheetml/2006/"
        return archive.read("xl/workbook.xml").replace(usual, b"http://purl.oclc.org/ooxml/spreadsheetml/")
