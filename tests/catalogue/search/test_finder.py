"""Tests that a search narrows, counts and sorts every list, and stays in every address of the page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gateway.catalogue.facets import get_current_index
from tests.factories import make_publication, make_publisher, make_story

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    """Create three items about chess and one about something else."""
    oak = make_publisher("The Oak Trust", slug="oak")
    make_publication("Chess for all", publisher=oak, phases=["primary"], focus_areas=["leadership"])
    make_publication("Games", summary="Some chess.", publisher=oak, phases=["secondary"])
    make_publication("Clubs", body="A long story. " * 30 + "We play **chess** at noon.", phases=["primary"])
    make_publication("Something else", publisher=oak, phases=["primary"])


def shown(client, address):
    return client.get(address).context["found"]


def titles(client, address):
    return [card.title for card in shown(client, address).items]


def test_the_title_counts_most_then_the_summary_then_the_text(client, catalogue):
    assert titles(client, "/browse/?q=chess") == ["Chess for all", "Games", "Clubs"]


def test_the_newer_of_two_that_fit_alike_comes_first(client):
    make_publication("Chess one")
    make_publication("Chess two")

    assert titles(client, "/browse/?q=chess") == ["Chess two", "Chess one"]


def test_words_side_by_side_count_for_more(client):
    make_publication("Working memory")
    make_publication("Memory and working")

    assert titles(client, "/browse/?q=working+memory") == ["Working memory", "Memory and working"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/browse/?q=chess&phase=primary", ["Chess for all", "Clubs"]),
        ("/browse/?q=chess&sort=newest", ["Clubs", "Games", "Chess for all"]),
        ("/browse/?q=chess&sort=title", ["Chess for all", "Clubs", "Games"]),
        ("/resources/?q=chess", ["Chess for all", "Games", "Clubs"]),
        ("/publishers/oak/?q=chess", ["Chess for all", "Games"]),
        ("/focus-areas/leadership/?q=chess", ["Chess for all"]),
        ("/practice/?q=chess", []),
        ("/events/?q=chess", []),
    ],
)
def test_every_list_and_filter_is_searched(client, catalogue, address, expected):
    assert titles(client, address) == expected


def test_practice_examples_are_found_by_their_story(client):
    make_story("Lunch", what_we_did="We taught chess.")

    assert titles(client, "/practice/?q=chess") == ["Lunch"]


def test_counts_are_those_of_the_search(client, catalogue):
    groups = {group.parameter: group for group in shown(client, "/browse/?q=chess").groups}

    assert {option.value: option.count for option in groups["phase"].options if option.count} == {
        "primary": 2,
        "secondary": 1,
    }


def test_the_words_stay_in_filters_pages_and_sorts_and_can_be_taken_away(client, catalogue):
    found = shown(client, "/browse/?q=chess&phase=primary&sort=title")

    assert found.url == "/browse/?q=chess&phase=primary&sort=title"
    assert found.get_page_url(2) == "/browse/?q=chess&phase=primary&sort=title&page=2"
    assert [(chip.legend, chip.label, chip.url) for chip in found.chips] == [
        ("Words", "“chess”", "/browse/?phase=primary&sort=title"),
        ("Phase", "Primary", "/browse/?q=chess&sort=title"),
    ]
    assert found.clear_url == "/browse/?sort=title"


def test_the_ways_to_sort_begin_with_relevance_and_only_in_a_search(client, catalogue):
    assert next(sort.label for sort in shown(client, "/browse/?q=chess").sorts) == "Most relevant"
    assert next(sort.label for sort in shown(client, "/browse/").sorts) == "Newest first"
    assert shown(client, "/browse/?sort=relevant").url == "/browse/"


def test_a_search_has_a_feed_with_the_newest_first(client, catalogue):
    address = shown(client, "/browse/?q=chess&phase=primary").feed_url
    feed = client.get(address).content.decode()

    assert feed.index("Clubs") < feed.index("Chess for all")
    assert "Games" not in feed
    assert "“chess”" in feed


def test_pages_of_a_search_are_not_for_search_engines(client, catalogue):
    assert 'content="noindex' in client.get("/browse/?q=chess").content.decode()


def test_words_that_say_nothing_show_everything_and_say_so(client, catalogue):
    response = client.get("/browse/?q=the+of")

    assert response.context["found"].count == 4
    assert "too general" in response.content.decode()


def test_nothing_found_offers_the_list_without_the_words(client, catalogue):
    found = shown(client, "/browse/?q=xylophone&phase=primary")

    assert [(link.count, link.url) for link in found.wider] == [(3, "/browse/?phase=primary")]


def test_a_phrase_that_is_nowhere_offers_its_words(client, catalogue):
    found = shown(client, '/browse/?q="chess play noon story"&phase=primary'.replace(" ", "+"))

    assert not found.count
    assert found.wider[0].label == "without the quotation marks"
    assert found.wider[0].url == "/browse/?q=chess+play+noon+story&phase=primary"


def test_an_update_in_place_brings_the_ways_to_sort(client, catalogue):
    page = client.get("/browse/?q=chess", headers={"HX-Request": "true"})

    assert page["HX-Push-Url"] == "/browse/?q=chess"
    assert (
        '<select id="sort" data-hx-swap-oob="innerHTML"><option value="" selected>Most relevant'
        in page.content.decode()
    )


@pytest.mark.parametrize("words", ["chess", '"play chess" -draughts', "chess zzz", "zzz", "story noon club"])
def test_a_search_costs_at_most_two_queries_more_than_the_list(client, catalogue, words):
    get_current_index()
    with CaptureQueriesContext(connection) as browse:
        client.get("/browse/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/browse/", {"q": words})

    assert len(asked) <= len(browse) + 2


def test_a_word_that_is_found_nowhere_costs_two_queries_for_words_spelt_alike(client, catalogue):
    get_current_index()
    client.get("/browse/?q=chess")
    with CaptureQueriesContext(connection) as known:
        client.get("/browse/?q=chess")
    with CaptureQueriesContext(connection) as asked:
        client.get("/browse/?q=chess+xylophone")

    assert len(asked) <= len(known) + 1 + 2
