"""Feeds, sitemaps and calendars follow their standards, as independent readers and schemas see them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import vobject
from django.utils import timezone
from lxml import etree
from protego import Protego

from gateway.catalogue.models import Item, Kind
from tests.factories import make_comment, make_publication
from tests.pages import PAGES, fill_catalogue
from tests.shared_rows import with_rows

pytestmark = pytest.mark.django_db

SCHEMAS = Path(__file__).parent / "schemas"
ATOM_SCHEMA = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
RSS_SCHEMA = etree.RelaxNG(etree.parse(SCHEMAS / "rss.rng"))
SITEMAP_SCHEMA = etree.XMLSchema(etree.parse(SCHEMAS / "sitemap.xsd"))
ATOM_NAME, SITEMAP_NAME = "{http://www.w3.org/2005/Atom}", "{http://www.sitemaps.org/schemas/sitemap/0.9}"
FEEDS = {
    "/feeds/items.atom": ATOM_SCHEMA,
    "/feeds/items.atom?focus=leadership": ATOM_SCHEMA,
    "/feeds/items.atom?q=nothing+at+all": ATOM_SCHEMA,
    "/feeds/questions.atom": ATOM_SCHEMA,
    "/feeds/questions.atom?show=comments": ATOM_SCHEMA,
    "/feeds/questions.atom?focus=outcomes": ATOM_SCHEMA,
    "/feeds/items.rss": RSS_SCHEMA,
    "/feeds/items.rss?kind=event": RSS_SCHEMA,
    "/feeds/questions.rss": RSS_SCHEMA,
    "/feeds/questions.rss?show=answered": RSS_SCHEMA,
}


def make_catalogue():
    """Create an item of every kind, with comments."""
    fill_catalogue(2)
    item = Item.objects.get(slug="a-resource")
    make_comment(make_comment(item, text="Does it help?", is_question=True), text="It does & how <b>!")
    make_publication("Dated & <ahead>", published_at=timezone.now() - timedelta(minutes=1))
    Item.objects.filter(slug="dated-ahead").update(updated_at=timezone.now() - timedelta(days=9))


with_catalogue = with_rows(make_catalogue)


@pytest.mark.parametrize("address", FEEDS)
@with_catalogue
def test_a_feed_is_valid(client, address):
    FEEDS[address].assertValid(etree.fromstring(client.get(address).content))


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_without_entries_is_valid(client, address):
    FEEDS[address].assertValid(etree.fromstring(client.get(address).content))


@pytest.mark.parametrize("address", [address for address, schema in FEEDS.items() if schema is ATOM_SCHEMA])
@with_catalogue
def test_no_entry_changed_before_it_was_published(client, address):
    entries = etree.fromstring(client.get(address).content).findall(f"{ATOM_NAME}entry")

    published = [each.findtext(f"{ATOM_NAME}published") for each in entries]
    updated = [each.findtext(f"{ATOM_NAME}updated") for each in entries]
    assert all(before <= after for before, after in zip(published, updated, strict=True))
    assert len({each.findtext(f"{ATOM_NAME}id") for each in entries}) == len(entries)


def get_sections(client):
    """Return the responses of the sitemap's sections by address, after validating its index."""
    index = etree.fromstring(client.get("/sitemap.xml").content)
    SITEMAP_SCHEMA.assertValid(index)
    addresses = [each.text or "" for each in index.iter(f"{SITEMAP_NAME}loc")]
    return {address: client.get(address.removeprefix("https://testserver")) for address in addresses}


@pytest.mark.parametrize("is_filled", [pytest.param(True, marks=with_catalogue), False])
def test_the_sitemap_and_all_its_sections_are_valid(client, is_filled):
    found = get_sections(client)

    assert ("https://testserver/sitemap-items.xml" in found) == is_filled
    assert found
    for answer in found.values():
        SITEMAP_SCHEMA.assertValid(etree.fromstring(answer.content))


def test_a_section_of_the_sitemap_that_holds_nothing_is_not_there(client):
    assert "https://testserver/sitemap-questions.xml" not in get_sections(client)
    assert client.get("/sitemap-questions.xml").status_code == 404


@pytest.mark.parametrize("address", ["/events/calendar.ics", "/resources/a-event/calendar.ics"])
@with_catalogue
def test_a_second_reader_reads_the_calendar(client, address):
    make_publication("Übung; with, signs\\ & a “long” name " * 4, kind=Kind.EVENT, slug="odd", venue="York, the hall")

    [read] = vobject.readComponents(client.get(address).content.decode(), validate=True)

    assert read.version.value == "2.0"
    titles = [event.summary.value for event in read.vevent_list]
    assert len({event.uid.value for event in read.vevent_list}) == len(titles)
    assert all(event.dtstart.value < event.dtend.value for event in read.vevent_list)
    assert all(event.dtstart.value.tzinfo for event in read.vevent_list)
    assert address != "/events/calendar.ics" or any(title.startswith("Übung; with, signs\\ &") for title in titles)


@pytest.mark.parametrize("address", PAGES.values())
@with_catalogue
def test_crawlers_may_read_what_a_page_offers_them(client, address):
    robots = Protego.parse(client.get("/robots.txt").text)
    page = etree.HTML(client.get(address).text)

    offered = page.xpath("//link[@rel='alternate' or @rel='canonical' or @rel='search']/@href")
    offered += page.xpath("//a[contains(@href, '/feeds/') or contains(@href, 'calendar.ics')]/@href")
    assert [each for each in offered if "/feeds/" in each or ".ics" in each or ".xml" in each]
    refused = [each for each in offered if not robots.can_fetch(each, "anybody")]
    assert [each for each in refused if "/feeds/" in each or ".ics" in each or ".xml" in each] == []
