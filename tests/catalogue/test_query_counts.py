"""Tests that every type of page costs a fixed number of queries, whatever it shows, and none for each row."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.models import Item
from tests.factories import PASSWORD, make_publication, make_user
from tests.pages import FEEDS, PAGES, fill_catalogue
from tests.shared_rows import with_rows

pytestmark = pytest.mark.django_db

QUERIES = {
    "home": 5,
    "focus areas": 2,
    "a focus area": 7,
    "browse": 2,
    "filtered": 2,
    "notices": 2,
    "nothing found": 1,
    "resources": 2,
    "research": 2,
    "news": 2,
    "practice": 1,
    "events": 3,
    "past events": 4,
    "a resource": 5,
    "a piece of research": 5,
    "a news story": 5,
    "an event": 5,
    "a past event": 5,
    "publishers": 2,
    "a publisher": 3,
    "questions": 4,
    "filtered questions": 4,
    "unanswered questions": 4,
    "answered questions": 4,
    "latest comments": 4,
    "ask the community": 1,
    "reading": 0,
    "about": 0,
    "accessibility": 0,
}
MOST = 8
"""The limit for a page in issue 2."""
FOR_A_PERSON = 4
"""The session, the user, whether they belong to a publisher, and the number of unread notifications."""
FOR_THE_BUTTON = 1
"""Whether the user follows what the page shows."""
FOR_A_READER = 1
"""The discussion, which may hold comments of the user that nobody else sees."""


def queries(client, address):
    """Return the queries of a page, once the index is fresh."""
    get_current_index()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("name", PAGES)
@with_rows(fill_catalogue)
def test_a_page_costs_so_many_queries(client, name):
    assert len(queries(client, PAGES[name])) == QUERIES[name]


def test_no_page_costs_more_than_it_may():
    assert max(QUERIES.values()) <= MOST


@with_rows(fill_catalogue)
def test_who_is_logged_in_costs_a_few_queries_more(client):
    client.login(email=make_user().email, password=PASSWORD)
    more = FOR_A_PERSON + FOR_A_READER + FOR_THE_BUTTON

    assert len(queries(client, PAGES["browse"])) == QUERIES["browse"] + FOR_A_PERSON
    assert len(queries(client, PAGES["a resource"])) == QUERIES["a resource"] + more


def costs(client):
    return {name: len(queries(client, address)) for name, address in {**PAGES, **FEEDS}.items()}


def test_no_page_and_no_feed_costs_more_with_200_items_than_with_10(client):
    publisher = fill_catalogue(2)
    few = costs(client)
    for number in range(95):
        make_publication(f"Another {number}", focus_areas=["leadership"], keywords=[f"word {number % 9}"])
        make_publication(f"More {number}", publisher=publisher, kind="event", phases=["primary"])

    assert Item.objects.count() == 200
    assert costs(client) == few


def test_an_item_with_many_parts_costs_the_same(client):
    publication = make_publication("A guide")
    few = len(queries(client, "/resources/a-guide/"))
    for number in range(20):
        publication.keywords.add(f"keyword {number}")
        publication.links.create(title=f"Link {number}", url=f"https://example.org/{number}")

    assert len(queries(client, "/resources/a-guide/")) == few


@with_rows(fill_catalogue, 30)
def test_one_result_costs_what_many_do(client):
    make_publication("The only one", phases=["post-16"])

    assert len(queries(client, "/browse/?phase=post-16")) == len(queries(client, "/browse/")) == QUERIES["browse"]


@pytest.mark.parametrize("sort", ["newest", "updated", "title"])
@with_rows(fill_catalogue, 10)
def test_every_sort_costs_at_most_one_query_more(client, sort):
    assert len(queries(client, f"/browse/?sort={sort}")) <= QUERIES["browse"] + 1


def test_a_list_that_asks_row_by_row_fails_loudly():
    make_publication(created_by=make_user())
    item = Item.objects.with_details().get()

    with pytest.raises(FieldFetchBlocked):
        _ = item.created_by


@with_rows(fill_catalogue, 25)
def test_a_past_event_page_number_costs_the_same(client):
    assert len(queries(client, "/events/?when=past&page=2")) == QUERIES["past events"]
