"""Tests that invisible characters do not reach a page."""

from __future__ import annotations

import pytest

from gateway.catalogue.text.characters import strip_invisible
from tests.factories import make_publication, make_publisher


@pytest.mark.parametrize(
    "text", ["", "Plain", "Two\nlines\tand a tab", "Welsh ŵ, emoji 👩🏽‍🏫, Arabic مدرسة", "“Quotes” – dash"]
)
def test_ordinary_text_stays_as_it_is(text):
    assert strip_invisible(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from\vslides", "from slides"),
        ("nul\0bell\a", "nulbell"),
        ("escape\x1b[31m", "escape[31m"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("no\ufffecharacter\uffff", "nocharacter"),
        ("half\ud800", "half"),
        ("carriage\rreturn", "carriage return"),
    ],
)
def test_what_cannot_be_seen_is_left_out(text, expected):
    assert strip_invisible(text) == expected


@pytest.mark.django_db
def test_titles_summaries_and_names_are_kept_plain():
    publication = make_publication("A\vtitle", slug="a", summary="A\vsummary", publisher=make_publisher("A\vname"))

    assert (publication.title, publication.summary, publication.publisher.name) == ("A title", "A summary", "A name")
