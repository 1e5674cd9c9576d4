"""Tests that no exported cell runs as a formula, and that it is imported unchanged."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.catalogue.text.csv_tables import escape_formula
from resources.imports.spreadsheets.cells import convert_to_text, remove_apostrophe
from resources.imports.spreadsheets.columns import read_day, read_moment
from resources.imports.spreadsheets.reader import read_sheet
from tests.resources.imports.sheets import ROW, make_csv, make_xlsx

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "'=1", "''=1", "'@"]


@pytest.mark.parametrize("text", DANGEROUS, ids=repr)
def test_what_begins_like_a_formula_gets_an_apostrophe_and_loses_it_again(text):
    written = escape_formula(text)

    assert written == f"'{text}"
    assert remove_apostrophe(written) == text


@given(st.text())
def test_any_text_comes_back_and_begins_no_formula(text):
    written = escape_formula(text)

    assert remove_apostrophe(written) == text
    assert written[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (2026, "2026"),
        (2026.0, "2026"),
        (1.5, "1.5"),
        (datetime(2026, 11, 24, 9, 30), "2026-11-24 09:30"),  # noqa: DTZ001
        (datetime(2026, 11, 24, 9, 30, 5), "2026-11-24 09:30:05"),  # noqa: DTZ001
        (date(2026, 11, 24), "2026-11-24"),
        (time(9, 30), "09:30:00"),
        ("words", "words"),
    ],
    ids=repr,
)
def test_what_a_workbook_holds_is_read_as_a_person_would_type_it(value, text):
    assert convert_to_text(value) == text


@pytest.mark.parametrize("text", ["2026-11-24 09:30", "24/11/2026 09:30", "24.11.2026 9:30", "2026-11-24T09:30:00"])
def test_moments_are_read_as_people_in_england_write_them(text):
    assert read_moment(text) == datetime(2026, 11, 24, 9, 30)  # noqa: DTZ001


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-11-24", "11/24/2026 09:30", "2026-02-30 10:00", "24/11/26 930"])
def test_what_is_no_moment_is_none(text):
    assert read_moment(text) is None


@pytest.mark.parametrize("text", ["3/4/2026", "03/04/2026", "3 April 2026", "3 Apr 2026", "2026-04-03 00:00"])
def test_a_day_comes_before_its_month(text):
    assert read_day(text) == date(2026, 4, 3)


CELLS = {
    "a formula": (make_xlsx({**ROW, "summary": "=1+1"}), "This is a formula"),
    "an error": (make_xlsx({**ROW, "summary": "#REF!"}), "shows an error (#REF!)"),
    "30,000 characters": (make_csv({**ROW, "summary": "a" * 30_000}), "30,000 characters long"),
    "a bell": (make_csv({**ROW, "summary": "a\x07b"}), "U+0007"),
    "a delete": (make_csv({**ROW, "summary": "a\x7fb"}), "U+007F"),
    "100,000 cells": (b"title\r\n" + b"," * 100_000 + b"A\r\n", "Cell 100001 is not under a column"),
    "a cell too many": (make_csv(ROW) + b"a,b,c,d,e,surplus\r\n", "is not under a column"),
}


@pytest.mark.parametrize(("data", "words"), CELLS.values(), ids=CELLS.keys())
def test_a_cell_that_cannot_be_taken_is_named_with_its_reason(data, words):
    row = read_sheet(data)[-1]

    assert [words in why for _, why in row.problems] == [True]
