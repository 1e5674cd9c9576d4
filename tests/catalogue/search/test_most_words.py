"""Tests that items with most of the words come after those with all of them, and are marked as such."""

from __future__ import annotations

import pytest

from gateway.catalogue.text.search_query import Synonyms, read_query
from tests.factories import make_publication, make_publisher

pytestmark = pytest.mark.django_db


@pytest.fixture
def many():
    """Create enough items for words to be common or rare."""
    for number in range(20):
        make_publication(f"Plan {number} for reading")


def ask(client, words):
    found = client.get("/browse/", {"q": words}).context["found"]
    return [card.title for card in found.items], found.notices


def test_an_item_with_the_rare_word_alone_stands_after_those_with_all(client, many):
    make_publication("Stammering and talk")
    make_publication("Reading aloud with a stammer")

    titles, notices = ask(client, "reading stammer")

    assert titles == ["Reading aloud with a stammer", "Stammering and talk"]
    assert notices == ["1 of these has all your words; the rest have most of them."]


def test_an_item_with_the_common_word_alone_is_left_out(client, many):
    make_publication("Stammering and talk")

    titles, notices = ask(client, "reading stammer")

    assert titles == ["Stammering and talk"]
    assert notices == ["Nothing has all your words, so these results have some of them."]


def test_if_many_have_all_words_nothing_else_is_shown(client, many):
    make_publication("Reading")

    titles, notices = ask(client, "reading plan")

    assert ("Reading" in titles, notices) == (False, [])


def test_what_stands_in_quotes_must_be_there(client, many):
    make_publication("Stammering and talk")
    make_publication("Reading aloud with a stammer")

    assert ask(client, '"reading aloud" stammer')[0] == ["Reading aloud with a stammer"]


def test_a_word_that_nobody_uses_does_not_hide_what_the_others_find(client, many):
    make_publication("Stammering and talk")

    assert ask(client, "stammering xylophones")[0] == ["Stammering and talk"]


def test_what_a_publisher_offers_stands_before_what_only_names_it(client):
    make_publication("A study", credit="With help of Oakwell")
    make_publication("A guide", publisher=make_publisher("Oakwell"))

    assert ask(client, "Oakwell")[0] == ["A guide", "A study"]


def test_two_words_for_one_thing_count_once():
    synonyms: Synonyms = {("parent",): ("carer", "famili"), ("carer",): ("parent", "famili")}

    question = read_query("working with parents and carers", synonyms)

    assert [each.run for each in question.wanted] == ["work", "parent"]
