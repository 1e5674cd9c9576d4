"""Tests with spreadsheets of other programs: everything visible is read or reported, and nothing hidden is."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from resources.imports.spreadsheets.columns import read_day, read_moment
from resources.imports.spreadsheets.reader import UnreadableFile, open_sheet

TABLE = "kind,title,venue\nresource,Café – “naïve”,York\n"
READ = [{"kind": "resource", "title": "Café – “naïve”", "venue": "York"}]
TEXTS = {
    "UTF-16": TABLE.encode("utf-16"),
    "what Excel calls Unicode text": TABLE.replace(",", "\t").encode("utf-16"),
    "strokes between the cells": TABLE.replace(",", "|").encode(),
    "a blank after each comma": TABLE.replace(",", ", ").encode(),
    "quotation marks after a blank": TABLE.replace(",York", ', "York"').encode(),
    "UTF-8 with one letter of Windows": TABLE.replace("–", "\x00").encode().replace(b"\x00", b"\x96"),
}


@pytest.mark.parametrize("data", TEXTS.values(), ids=TEXTS.keys())
def test_a_text_is_read_as_its_program_saves_it(data):
    assert [row.cells for row in open_sheet(data).rows] == READ


def make_workbook(change) -> bytes:
    """Return a workbook with one table after applying `change` to it."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Ours"
    for cells in (["kind", "title", "venue"], ["resource", "One", "York"], ["resource", "Two", "Leeds"]):
        sheet.append(cells)
    change(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def add_sheet(book, *rows, place: int | None = None, state: str = "visible") -> None:
    sheet = book.create_sheet("Other", place)
    sheet.sheet_state = state
    for cells in rows:
        sheet.append(cells)


ROWS = (["kind", "title"], ["news", "Quillbert"])
HIDDEN = "The column “venue” is hidden, so we will not import it."
PASSED = "We left out hidden rows: 3. If you want them, show them in the sheet and import it again."
OTHER = "We only read the sheet “Ours”. To import “Other”, save it as a separate file."
HALVES = {
    "a hidden row": (lambda book, sheet: setattr(sheet.row_dimensions[3], "hidden", True), ["One"], [PASSED]),
    "a hidden column": (
        lambda book, sheet: setattr(sheet.column_dimensions["C"], "hidden", True),
        ["One", "Two"],
        [HIDDEN],
    ),
    "a hidden sheet first": (
        lambda book, sheet: add_sheet(book, *ROWS, place=0, state="hidden"),
        ["One", "Two"],
        [],
    ),
    "a sheet of advice first": (lambda book, sheet: add_sheet(book, ["Read me"], place=0), ["One", "Two"], []),
    "a second table": (lambda book, sheet: add_sheet(book, *ROWS), ["One", "Two"], [OTHER]),
    "a second table that is hidden": (
        lambda book, sheet: add_sheet(book, *ROWS, state="veryHidden"),
        ["One", "Two"],
        [],
    ),
}


@pytest.mark.parametrize(("change", "titles", "notices"), HALVES.values(), ids=HALVES.keys())
def test_what_is_shown_is_read_and_what_is_not_read_is_named(change, titles, notices):
    sheet = open_sheet(make_workbook(change))

    assert [row.cells["title"] for row in sheet.rows] == titles
    assert sheet.notices == notices


def test_nothing_of_a_hidden_column_is_read():
    sheet = open_sheet(make_workbook(HALVES["a hidden column"][0]))

    assert next(row.cells for row in sheet.rows) == {"kind": "resource", "title": "One"}


def test_a_workbook_in_the_strict_form_is_read():
    usual, strict = make_workbook(lambda book, sheet: None), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(usual)) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            xml = old.read(name)
            for word in (b"spreadsheetml", b"officeDocument"):
                usual_name = b"http://schemas.openxmlformats.org/%b/2006/" % word
                xml = xml.replace(usual_name, b"http://purl.oclc.org/ooxml/%b/" % word)
            new.writestr(name, xml)

    assert [row.cells["title"] for row in open_sheet(strict.getvalue()).rows] == ["One", "Two"]


def test_a_web_page_with_the_name_of_a_table_is_called_one():
    with pytest.raises(UnreadableFile, match="Open it in Excel, and save it as"):
        open_sheet(b"<html xmlns:x='urn:x'><table><tr><td>title</td></tr></table>")


@pytest.mark.parametrize(
    "text",
    [
        "14.3.27",
        "14/3/27",
        "14-03-27",
        "14 Mar 27",
        "14th of March 2027",
        "March 14th, 2027",
        "Mar 14, 2027",
        "14 March 2027.",
        "2027.03.14",
        "Sun. 14 Mar. 2027",
    ],
)
def test_a_day_is_read_as_people_type_it(text):
    assert read_day(text) == date(2027, 3, 14)


@pytest.mark.parametrize(
    ("text", "day"), [("14 Sept 2027", 14), ("31/09/2027", 0), ("Autumn 2027", 0), ("9/14/2027", 0)]
)
def test_a_day_of_september_is_read_or_it_is_none(text, day):
    assert read_day(text) == (date(2027, 9, day) if day else None)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("14/3/27 9:30", 9),
        ("14 March 2027 @ 9.30am", 9),
        ("9.30am on 14 March 2027", 9),
        ("9:30 14/03/2027", 9),
        ("2027-03-14T09:30:00Z", 9),
        ("2027-06-14T09:30:00Z", 10),
        ("14 March 2027 noon", 12),
        ("14 March 2027", None),
        ("14/03/2027 09:30 - 11:00", None),
    ],
)
def test_a_moment_is_read_as_people_type_it(text, hour):
    found = read_moment(text)

    assert (found.hour if found else None) == hour
    assert found is None or isinstance(found, datetime)


HEADINGS = {
    "Name of resource": "title",
    "Event title": "title",
    "Key Stages": "phases",
    "Area of need": "areas_of_need",
    "Start date": "starts_at",
    "End date": "ends_at",
    "Booking link": "booking_url",
    "Hyperlink": "url",
}


@pytest.mark.parametrize(("heading", "column"), HEADINGS.items())
def test_a_heading_is_understood_as_people_write_it(heading, column):
    (row,) = open_sheet(f"Slug,{heading}\na,b\n".encode()).rows

    assert row.cells == {"slug": "a", column: "b"}


NO_KIND = "There is no column “kind”. Add it, and say in each new row what kind of publication it is."


@pytest.mark.parametrize(
    ("text", "notices"),
    [
        ("title,venue\nOne,York\nTwo,Leeds\n", [NO_KIND]),
        ("slug,title\none,One\n,Two\n", [NO_KIND]),
        ("slug,title\none,One\n", []),
    ],
)
def test_a_missing_column_for_the_kind_is_named_once(text, notices):
    assert open_sheet(text.encode()).notices == notices
