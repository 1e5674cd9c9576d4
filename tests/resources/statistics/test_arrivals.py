"""Tests of the terms by which visitors had narrowed the list: only known terms are counted, never typed words."""

from __future__ import annotations

import pytest

from resources.models import WeeklyFilter
from resources.statistics.counts import buffer
from tests.factories import make_publication, make_publisher
from tests.resources.statistics.test_counting import PERSON

pytestmark = pytest.mark.django_db

HERE = "http://testserver"


@pytest.fixture(autouse=True)
def empty_buffer():
    buffer.clear()
    yield
    buffer.clear()


def list_terms_after(client, referrer):
    publication = make_publication(slug="guide", publisher=make_publisher("Acorn"))
    client.get(publication.get_absolute_url(), headers=PERSON | {"Referer": referrer})
    buffer.write()
    return sorted(WeeklyFilter.objects.values_list("parameter", "term"))


@pytest.mark.parametrize(
    ("address", "terms"),
    [
        ("/browse/?focus=leadership&phase=primary", [("focus", "leadership"), ("phase", "primary")]),
        ("/browse/?focus=leadership&focus=leadership", [("focus", "leadership")]),
        ("/resources/?need=autistic-spectrum-disorder", [("kind", "resource"), ("need", "autistic-spectrum-disorder")]),
        ("/focus-areas/leadership/?phase=primary", [("focus", "leadership"), ("phase", "primary")]),
        ("/publishers/acorn/", [("publisher", "acorn")]),
        ("/browse/", []),
        ("/", []),
    ],
)
def test_the_terms_of_the_list_are_counted(client, address, terms):
    assert list_terms_after(client, HERE + address) == terms


@pytest.mark.parametrize(
    "address",
    [
        "/browse/?q=Jamie+Smith+year+4",
        "/browse/?focus=jamie-smith",
        "/browse/?publisher=%00",
        "/browse/?sort=jamie&page=jamie&jamie=1",
        "/browse/?" + "a=1&" * 600,
        "/browse/?focus=" + "x" * 5_000,
        "/focus-areas/jamie-smith/",
        "/publishers/jamie-smith/",
        "/publishers/?focus=leadership",
        "/nowhere/?focus=leadership",
        "/manage/?focus=leadership",
        "/%E2%80%AE/%FF",
        "//browse/?focus=leadership",
    ],
    ids=lambda address: address[:40],
)
def test_words_and_what_is_no_list_are_not(client, address):
    assert list_terms_after(client, HERE + address) == []


@pytest.mark.parametrize(
    "referrer",
    ["", "https://evil.example/browse/?focus=leadership", "http://[", "about:blank", "/browse/?focus=leadership"],
)
def test_another_site_is_not_read(client, referrer):
    assert list_terms_after(client, referrer) == []
