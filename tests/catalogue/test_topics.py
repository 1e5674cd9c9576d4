"""Tests that the search box also finds topics."""

from __future__ import annotations

import re

import pytest

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.topics import find_topics
from tests.factories import make_publication, make_publisher

pytestmark = pytest.mark.django_db


def found(words):
    return [term.slug for _, term in find_topics(words, get_current_index())]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("dyslexia", ["specific-learning-difficulty"]),
        ("DYSLEXIC", ["specific-learning-difficulty"]),
        ("dyslex", ["specific-learning-difficulty"]),
        ("reading with dyslexia", ["specific-learning-difficulty"]),
        ("Secondary!", ["secondary"]),
        ("SLCN", ["speech-language-and-communication-needs"]),
        ("ADHD", ["semh-difficulties"]),
        ("senco", ["leadership"]),
        ("multi-sensory impairment", ["multi-sensory-impairment"]),
        ("multisensory impairment", ["multi-sensory-impairment"]),
        ("multisensory", ["multi-sensory-impairment"]),
        ("xylophones", []),
        ("dy", []),
        ("", []),
        ("   ", []),
        ("!?", []),
        ("a" * 10_000, []),
    ],
)
def test_words_lead_to_what_can_be_filtered_by(words, expected):
    assert found(words) == expected


def test_a_publisher_is_found_by_its_name():
    make_publisher("The Invented Oak Trust", slug="oak")

    assert found("invented oak") == ["oak"]


def test_the_page_offers_the_topics_with_their_counts(client):
    make_publication(areas_of_need=["specific-learning-difficulty"], phases=["primary"])
    make_publication(phases=["primary"])

    response = client.get("/browse/?phase=primary&q=dyslexia")

    (topic,) = response.context["found"].topics
    assert (topic.url, topic.count) == ("/browse/?phase=primary&need=specific-learning-difficulty", 1)
    assert "Topics that match “dyslexia”" in response.content.decode()


def test_words_that_fit_no_topic_show_no_topics(client):
    assert "Topics that match" not in client.get("/browse/?q=%3Cb%3Exylophones").content.decode()


def test_the_box_keeps_what_was_chosen_and_typed(client):
    page = client.get("/browse/?focus=leadership&q=oak").content.decode()

    assert 'name="q" value="oak"' in page
    assert re.search(r'<input type="search"[^>]* name="q"[^>]* form="finder">', page)


@pytest.mark.parametrize("address", ["/", "/browse/", "/resources/", "/events/"])
def test_the_search_box_has_its_place(client, address):
    page = client.get(address).content.decode()

    assert page.count('role="search"') == 1
    assert "will come later" not in page
