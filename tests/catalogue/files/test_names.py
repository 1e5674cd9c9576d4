"""Tests of safe file names."""

from __future__ import annotations

import pytest

from gateway.catalogue.files import clean_name, make_title

NAMES = {
    "Reading plan.pdf": "Reading plan.pdf",
    "../../../etc/passwd.pdf": "passwd.pdf",
    "C:\\Users\\me\\plan.PDF": "plan.pdf",
    "plan\u202efdp.pdf": "planfdp.pdf",
    "pl\x00an\x1b[31m.pdf": "plan[31m.pdf",
    "Cafe\u0301.pdf": "Café.pdf",
    "план урока.pdf": "план урока.pdf",
    '"><img src=x onerror=alert(1)>.pdf': "img src=x onerror=alert(1).pdf",
    "report.exe.pdf": "report-exe.pdf",
    "version 1.2.pdf": "version 1.2.pdf",
    "CON.pdf": "file CON.pdf",
    "com1": "file com1",
    "..": "file",
    ".pdf": "file.pdf",
    "": "file",
    " . plan . .pdf": "plan.pdf",
    "plan.p\u200bd/f": "f",
    "%2e%2e%2fplan.pdf": "2e2e2fplan.pdf",
    "plan\r\nSet-Cookie: a=b.pdf": "plan Set-Cookie a=b.pdf",
}


@pytest.mark.parametrize("raw", NAMES)
def test_a_name_is_made_safe(raw):
    assert clean_name(raw) == NAMES[raw]


def test_a_name_keeps_its_ending_when_it_is_cut():
    assert clean_name("a" * 300 + ".docx") == "a" * 95 + ".docx"


def test_a_title_is_made_of_the_words_of_a_name():
    assert make_title("reading_plan-for  year_4.v2.pdf") == "Reading plan for year 4 v2"
