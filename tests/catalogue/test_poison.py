"""Tests that harmful text is shown as text on every page, in every feed and in every line of the log."""

from __future__ import annotations

import logging

import html5lib
import pytest

from gateway.catalogue.models import FocusArea, Kind
from tests.factories import make_publication, make_publisher
from tests.pages import FEEDS, PAGES, TERMS
from tests.shared_rows import with_rows

POISON = "\"><script>alert(1)</script>'-alert(1)-'{{ 7*7 }}{% debug %}{{ settings.SECRET_KEY }}"
ADDRESSES = {
    **PAGES,
    **FEEDS,
    "a publisher": "/publishers/poisoned/",
    "a resource": "/resources/poisoned-resource/",
    "a piece of research": "/resources/poisoned-research/",
    "a news story": "/resources/poisoned-news/",
    "an event": "/resources/poisoned-event/",
    "one event": "/resources/poisoned-event/calendar.ics",
    "a past event": "/resources/poisoned-event/",
    "words": f"/browse/?q={POISON}&focus={POISON}&sort={POISON}&page={POISON}",
}


def poison():
    """Put harmful text into every field that users write."""
    publisher = make_publisher(POISON[:140], slug="poisoned", description=POISON, website="https://example.org/")
    for kind in (Kind.RESOURCE, Kind.RESEARCH, Kind.NEWS, Kind.EVENT):
        publication = make_publication(
            POISON,
            slug=f"poisoned-{kind}",
            kind=kind,
            publisher=publisher,
            summary=POISON,
            body=POISON,
            credit=POISON,
            authors=POISON,
            doi="10.5555/" + POISON.replace(" ", ""),
            venue=POISON,
            keywords=[POISON[:90]],
            **TERMS,
        )
        publication.links.create(title=POISON, url="https://example.org/?" + POISON)
    FocusArea.objects.filter(slug="leadership").update(
        short_name=POISON[:60], description=POISON, questions=[POISON], synonyms=[POISON]
    )


pytestmark = [pytest.mark.django_db, with_rows(poison), pytest.mark.matrix]


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_poison_lives_anywhere(client, name):
    response = client.get(ADDRESSES[name])

    content = response.content.decode()
    assert response.status_code == 200
    assert "<script>alert" not in content or response["Content-Type"].startswith("text/calendar")
    assert "\"'-alert(1)-'" not in content
    as_it_was = sum(content.count(each) for each in ("{{7*7}}", "{{ 7*7 }}", "%7B%7B7*7%7D%7D"))
    assert name == "words" or as_it_was == content.count("7*7")


@pytest.mark.parametrize("name", PAGES)
def test_a_browser_makes_no_script_of_it(client, name):
    root = html5lib.parse(client.get(ADDRESSES[name]).content.decode(), namespaceHTMLElements=False)

    for script in root.iter("script"):
        assert script.attrib.get("src", "").startswith("/static/") or script.attrib["type"] == "application/ld+json"
    assert [name for element in root.iter() for name in element.attrib if name.startswith("on")] == []


def test_the_poison_could_have_been_seen(client):
    shown = [name for name, address in ADDRESSES.items() if "alert(1)" in client.get(address).content.decode()]

    assert {"home", "browse", "a focus area", "an event", "publishers", "Atom", "RSS", "calendar", "words"} <= set(
        shown
    )


@pytest.mark.parametrize("path", ["/%0aINFO%20admin%20logged%20in", "/%0d%0aINFO/", "/%1b[31mred/", "/a%00b/"])
def test_an_address_writes_one_line_into_the_log(client, caplog, path):
    with caplog.at_level(logging.WARNING):
        client.get(path, headers={"User-Agent": "x\x1b[31m"})

    lines = [record.getMessage() for record in caplog.records if "Not Found" in record.getMessage()]
    assert len(lines) == 1
    assert lines[0].isprintable()
