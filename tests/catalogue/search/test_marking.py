"""Tests that a search shows where its words occur, escaped and marked."""

from __future__ import annotations

import pytest

from gateway.catalogue.search.highlights import Marker
from tests.factories import make_publication


@pytest.mark.parametrize(
    ("runs", "text", "expected"),
    [
        ({"read"}, "Readers read.", "<mark>Readers</mark> <mark>read</mark>."),
        ({"dyslex"}, "On dyslexia & Dyslexic’s", "On <mark>dyslexia</mark> &amp; <mark>Dyslexic’s</mark>"),
        ({"work memori"}, "A working memory", "A <mark>working memory</mark>"),
        ({"work memori"}, "Working on the memory", "<mark>Working on the memory</mark>"),
        ({"work memori"}, "Memory that is working", ""),
        ({"art"}, "Start the party", ""),
        ({"read"}, "<b>reading</b>", "&lt;b&gt;<mark>reading</mark>&lt;/b&gt;"),
        (set(), "Nothing", ""),
    ],
)
def test_words_are_marked(runs, text, expected):
    assert Marker(runs).mark_runs(text) == expected


def test_a_passage_is_cut_around_the_words_between_whole_words():
    text = "Nothing to see here. " * 40 + "We play chess & draughts at noon. " + "And so on. " * 40

    passage = Marker({"chess", "draught"}).get_passage(text)

    assert "play <mark>chess</mark> &amp; <mark>draughts</mark> at noon" in passage
    assert passage.startswith("… ")
    assert passage.endswith(" …")
    assert len(passage) < 300


@pytest.mark.django_db
def test_cards_show_the_words_and_the_passage_that_holds_them(client):
    make_publication("Chess <clubs>", summary="For pupils.", body="Words. " * 100 + "Bring **your** <i>boards</i>.")

    page = client.get("/browse/?q=chess+boards").content.decode()

    assert "<mark>Chess</mark> &lt;clubs&gt;</a>" in page
    assert "In the text: " in page
    assert "<mark>boards</mark>" in page
    assert "<i>boards" not in page


@pytest.mark.django_db
def test_a_card_that_shows_all_words_needs_no_passage(client):
    make_publication("Chess", summary="For pupils.", body="Chess again.")

    assert "In the text" not in client.get("/browse/?q=chess+pupil").content.decode()
