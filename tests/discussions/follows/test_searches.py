"""Lists of the finder that are followed as searches."""

from __future__ import annotations

import pytest

from discussions.models import Follow
from tests.factories import (
    make_publication,
    make_publisher,
)

pytestmark = pytest.mark.django_db


def test_a_list_leads_to_the_page_that_follows_it(client):
    make_publication(focus_areas=["leadership"])

    page = client.get("/browse/?focus=leadership&phase=primary&focus=nonsense").text

    assert "/follow/search/?path=%2Fbrowse%2F&amp;focus=leadership&amp;phase=primary" in page


def test_the_list_of_a_publisher_leads_to_a_search_that_names_it(client):
    publisher = make_publisher("A Charity")
    make_publication(publisher=publisher, focus_areas=["leadership"])

    page = client.get("/publishers/a-charity/?focus=leadership").text

    assert "/follow/search/?path=%2Fbrowse%2F&amp;publisher=a-charity&amp;focus=leadership" in page


def test_a_search_is_followed_under_a_name_without_unreadable_values(client, person):
    address = "/follow/search/?path=/browse/&focus=leadership&focus=nonsense&phase=primary&page=3&next=//evil.example"
    form = client.get(address).text
    response = client.post(address, {"name": "Leading  well", "how_often": "weekly"})

    assert 'value="Leadership, Primary"' in form
    assert response.url == "/browse/?focus=leadership&phase=primary"
    assert list(person.follows.values_list("search", "search_name", "how_often")) == [
        ("/browse/?focus=leadership&phase=primary", "Leading well", "weekly")
    ]


@pytest.mark.parametrize("path", ["", "/", "/account/", "https://evil.example/browse/", "//browse/", "/browse", "\0"])
def test_an_address_that_is_no_list_is_no_search(client, person, path):
    assert client.get("/follow/search/", {"path": path}).status_code == 404


@pytest.mark.parametrize("name", ["", "  ", "\u200e", "x" * 81, "a\0b"])
def test_a_search_needs_a_name(client, person, name):
    response = client.post("/follow/search/?path=/browse/", {"name": name, "how_often": "as-usual"})

    assert response.status_code == 200
    assert not person.follows.exists()


def test_a_long_search_is_shortened(client, person):
    query = "&".join(
        f"publisher={make_publisher(f'A publisher with a long name {number}').slug}" for number in range(60)
    )

    client.post(f"/follow/search/?path=/browse/&{query}", {"name": "Mine", "how_often": "as-usual"})

    assert 900 < len(person.follows.get().search) <= 1_000


def test_nobody_follows_more_than_fifty_searches(client, person):
    for number in range(50):
        Follow.objects.create(user=person, search=f"/browse/?{number}", search_name="Mine")

    page = client.post("/follow/search/?path=/browse/", {"name": "One more", "how_often": "as-usual"}).text

    assert "You follow 50 searches, which is the most" in page
    assert person.follows.count() == 50
