"""Tests of what machines read: robots.txt, the security contact and the sitemap."""

from __future__ import annotations

from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from gateway.catalogue.models import Item
from tests.factories import make_publication
from tests.pages import PAGES, fill_catalogue

pytestmark = pytest.mark.django_db

LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def locations(client, address):
    root = ElementTree.fromstring(client.get(address).content)  # noqa: S314 (our own)
    return [str(element.text).removeprefix("https://testserver") for element in root.iter(LOCATION)]


def everything(client):
    return [address for section in locations(client, "/sitemap.xml") for address in locations(client, section)]


def test_crawlers_are_kept_from_endless_filters_and_private_pages(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert {"Disallow: /manage/", "Disallow: /accounts/", "Disallow: /reading/", "Disallow: /*?"} <= set(lines)
    assert {"Allow: /feeds/", "Allow: /events/calendar.ics"} <= set(lines)
    assert lines[0] == "User-agent: *"
    assert lines[-1] == "Sitemap: https://testserver/sitemap.xml"


def test_the_security_contact_is_as_its_standard_says(client, settings):
    settings.CONTACT_EMAIL = "security@example.org"

    response = client.get("/.well-known/security.txt")

    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == "https://testserver/.well-known/security.txt"
    assert 0 < (datetime.fromisoformat(fields["Expires"]) - timezone.now()).days < 365


def test_the_sitemap_names_every_public_page_once(client):
    fill_catalogue()

    named = everything(client)

    own = [address for name, address in PAGES.items() if "?" not in address and name != "reading"]
    assert set(own) <= set(named)
    assert len(named) == len(set(named))


def test_every_page_of_the_sitemap_is_there_and_may_be_indexed(client):
    fill_catalogue()

    for address in everything(client):
        response = client.get(address)
        assert response.status_code == 200, address
        assert b"noindex" not in response.content, address


def test_samples_are_not_in_the_sitemap(client):
    make_publication("Invented", is_sample=True)
    make_publication("Real")

    assert locations(client, "/sitemap-items.xml") == ["/resources/real/"]
    assert b'content="noindex"' in client.get("/resources/invented/").content


def test_the_sitemap_says_when_an_item_last_changed(client):
    pk = make_publication("Guide").pk
    Item.objects.filter(pk=pk).update(updated_at=datetime(2026, 2, 3, tzinfo=timezone.get_default_timezone()))

    assert "<lastmod>2026-02-03</lastmod>" in client.get("/sitemap-items.xml").content.decode()
