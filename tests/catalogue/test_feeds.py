"""Tests that every feed and calendar is well-formed, whatever it contains."""

from __future__ import annotations

from xml.etree import ElementTree

import feedparser
import pytest
from icalendar import Calendar

from gateway.catalogue.models import Item, Kind
from tests.factories import make_publication, make_publisher

pytestmark = pytest.mark.django_db

FEEDS = ["/feeds/items.atom", "/feeds/items.rss"]
CHOICES = {
    "": ["Event", "News", "Guide"],
    "?kind=news": ["News"],
    "?focus=leadership": ["News", "Guide"],
    "?focus=leadership&phase=primary": ["Guide"],
    "?publisher=a-charity&kind=resource&kind=event": ["Event"],
    "?phase=post-16": [],
    "?focus=nonsense": ["Event", "News", "Guide"],
    "?sort=title&page=7": ["Event", "News", "Guide"],
}
NASTY = [
    "A\vB\0C",
    "]]>",
    "<b>&amp;</b>",
    "\ufffe\uffff",
    "</title><script>",
    "{{ 7*7 }}",
    "a\u2028b",
    "\x1b[31m",
    "é" * 150,
]


@pytest.fixture
def three():
    """Create three publications, the newest last."""
    make_publication("Guide", focus_areas=["leadership"], phases=["primary"])
    make_publication("News", kind=Kind.NEWS, focus_areas=["leadership"])
    make_publication("Event", kind=Kind.EVENT, publisher=make_publisher("A Charity"))


def parsed(client, address):
    response = client.get(address)
    ElementTree.fromstring(response.content)  # noqa: S314 (our own)
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.bozo_exception
    return feed


@pytest.mark.parametrize("query", CHOICES)
@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_takes_the_parameters_of_the_list(client, three, address, query):
    titles = [entry.title for entry in parsed(client, address + query).entries]

    assert titles == CHOICES[query]


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_is_named_for_what_it_holds_and_knows_its_own_address(client, three, address):
    feed = parsed(client, f"{address}?focus=leadership&phase=primary&focus=nonsense").feed

    links = {link.rel: link.href for link in feed.links}
    assert feed.title == "SEND Gateway: Leadership, Primary"
    assert links["alternate"] == "https://testserver/browse/?focus=leadership&phase=primary"
    assert links["self"] == f"https://testserver{address}?focus=leadership&phase=primary"


@pytest.mark.parametrize("address", FEEDS)
def test_an_entry_says_what_a_card_says(client, address):
    make_publication("Guide", focus_areas=["leadership"], publisher=make_publisher("A Charity"), summary="Short.")

    (entry,) = parsed(client, address).entries

    assert (entry.link, entry.summary, entry.author) == ("https://testserver/resources/guide/", "Short.", "A Charity")
    assert [tag.term for tag in entry.tags] == ["Resource", "Leadership"]
    assert entry.published_parsed


@pytest.mark.parametrize("address", ["/browse/", "/news/", "/focus-areas/leadership/", "/publishers/a-charity/"])
def test_every_list_leads_to_its_feed(client, three, address):
    page = client.get(f"{address}?phase=primary").context["found"]

    titles = [entry.title for entry in parsed(client, page.feed_url).entries]

    assert titles == [item.title for item in page.items]


def test_a_feed_holds_at_most_fifty(client):
    publisher = make_publisher()
    for _ in range(55):
        make_publication(publisher=publisher)

    assert len(parsed(client, FEEDS[0]).entries) == 50


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("address", FEEDS)
def test_no_text_breaks_a_feed(client, address, text):
    pk = make_publication("Guide").pk
    Item.objects.filter(pk=pk).update(title=text.replace("\0", ""), summary=text.replace("\0", ""))

    assert len(parsed(client, address).entries) == 1


@pytest.mark.parametrize(
    "text", [*NASTY, "T\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x", "a,b;c\\n", "ATTENDEE:mailto:x@y"]
)
def test_no_text_breaks_a_calendar(client, text):
    pk = make_publication("Event", kind=Kind.EVENT, venue=text.replace("\0", "")).pk
    Item.objects.filter(pk=pk).update(title=text.replace("\0", ""), summary=text.replace("\0", ""))

    for address in ("/events/calendar.ics", "/resources/event/calendar.ics"):
        body = client.get(address).content
        (event,) = Calendar.from_ical(body).walk("VEVENT")
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "LOCATION"} == set(event)
        assert all(len(line) <= 75 for line in body.split(b"\r\n"))


def events(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return [str(event["summary"]) for event in Calendar.from_ical(response.content).walk("VEVENT")]


def test_the_calendar_takes_the_parameters_of_the_list(client):
    make_publication("Both", kind=Kind.EVENT, focus_areas=["leadership"], phases=["primary"])
    make_publication("One", kind=Kind.EVENT, focus_areas=["leadership"])
    make_publication("No event", focus_areas=["leadership"], phases=["primary"])

    assert events(client, "/events/calendar.ics") == ["Both", "One"]
    assert events(client, "/events/calendar.ics?focus=leadership&phase=primary&kind=news") == ["Both"]


def test_the_list_of_events_leads_to_its_own_calendar(client):
    make_publication("Both", kind=Kind.EVENT, focus_areas=["leadership"], phases=["primary"])

    found = client.get("/events/?focus=leadership&sort=title").context["found"]

    assert found.calendar_url == "/events/calendar.ics?focus=leadership"
    assert client.get("/events/?when=past").context["found"].calendar_url == ""


def test_an_event_keeps_its_identity_in_a_calendar(client):
    event = make_publication("Event", kind=Kind.EVENT)
    before = Calendar.from_ical(client.get("/events/calendar.ics").content).walk("VEVENT")[0]["uid"]
    event.title = "Renamed"
    event.save()

    after = Calendar.from_ical(client.get("/events/calendar.ics").content).walk("VEVENT")[0]["uid"]

    assert after == before


def test_a_publication_that_is_no_event_has_no_calendar(client):
    make_publication("Guide")

    assert client.get("/resources/guide/calendar.ics").status_code == 404
