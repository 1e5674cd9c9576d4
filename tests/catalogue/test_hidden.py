"""Tests that what is not public appears nowhere.

That means no list, feed, sitemap, count, related box, calendar, file or direct address.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gateway.catalogue.models import Item, Kind, Status
from tests.factories import PASSWORD, make_editor, make_file, make_publication, make_user
from tests.pages import FEEDS, PAGES, TERMS, fill_catalogue

pytestmark = pytest.mark.django_db

SECRET = "Xylophone"
WAYS: dict[str, dict[str, Any]] = {
    "draft": {"status": Status.DRAFT},
    "returned from review": {"status": Status.IN_REVIEW},
    "archived": {"status": Status.ARCHIVED, "published_at": timezone.now() - timedelta(days=9)},
    "to come": {"published_at": timezone.now() + timedelta(days=1)},
    "withheld": {"afterwards": {"is_withheld": True}},
}
OUT: dict[str, Any] = {
    "status": Status.PUBLISHED,
    "published_at": timezone.now() - timedelta(hours=2),
    "is_withheld": False,
}
OWN_ADDRESSES = ["", "calendar.ics", "files/{file}/"]
CROWDED = [
    *(address for name, address in {**PAGES, **FEEDS}.items() if name not in ("notices", "one event")),
    *(f"/browse/?sort={sort}" for sort in ("newest", "updated", "title")),
    "/events/?sort=title",
    "/browse/?q=xylophone",
    "/feeds/items.atom?focus=leadership",
    "/feeds/items.rss?kind=event",
    "/events/calendar.ics?phase=primary",
]


def make_secret(afterwards=(), **fields):
    """Create an event that shares every term with the public items, and has a file."""
    secret = make_publication(
        f"{SECRET} day",
        kind=Kind.EVENT,
        publisher=fill_catalogue(),
        summary=f"{SECRET}s for all.",
        keywords=[SECRET],
        **TERMS,
        **fields,
    )
    if fields.get("status") == Status.IN_REVIEW:
        secret.move(Status.RETURNED, reason="Not yet.")
    make_file(secret, title=SECRET)
    Item.objects.filter(pk=secret.pk).update(**dict(afterwards))
    return secret


@pytest.fixture(params=WAYS)
def secret(request):
    return make_secret(**WAYS[request.param])


def release(secret):
    """Make the item public, to show that it could have been seen."""
    Item.objects.filter(pk=secret.pk).update(**OUT)


def status(client, address):
    response = client.get(address)
    b"".join(response)  # reading a file to its end closes it
    return response.status_code


def everywhere(client):
    """Return the addresses that mention the secret."""
    return [address for address in CROWDED if SECRET in client.get(address).content.decode()]


def test_no_page_and_no_feed_speaks_of_it(client, secret):
    assert everywhere(client) == []

    release(secret)

    spoken = everywhere(client)
    assert {"/", "/browse/", "/events/", "/focus-areas/leadership/", "/publishers/a-charity/"} <= set(spoken)
    assert {"/feeds/items.atom", "/feeds/items.rss", "/events/calendar.ics"} <= set(spoken)


@pytest.mark.parametrize("own", OWN_ADDRESSES)
def test_it_has_no_address_of_its_own(client, secret, own):
    address = f"/resources/xylophone-day/{own.format(file=secret.files.get().pk)}"
    assert status(client, address) == 404

    release(secret)

    assert status(client, address) == 200


@pytest.mark.parametrize("own", OWN_ADDRESSES)
def test_a_stranger_who_is_logged_in_sees_no_more(client, secret, own):
    client.login(email=make_user().email, password=PASSWORD)

    assert status(client, f"/resources/xylophone-day/{own.format(file=secret.files.get().pk)}") == 404


def test_the_sitemap_does_not_name_it(client, secret):
    assert "xylophone" not in client.get("/sitemap-items.xml").content.decode()

    release(secret)

    assert "/resources/xylophone-day/" in client.get("/sitemap-items.xml").content.decode()


def counted(client):
    """Return every number on the pages."""
    browse = client.get("/browse/").context["found"]
    options = [option.count for group in browse.groups for option in group.options]
    areas = [entry.count for entry in client.get("/").context["areas"]]
    publishers = [
        entry.count for letter in client.get("/publishers/").context["directory"].letters for entry in letter.entries
    ]
    return [browse.count, client.get("/events/").context["found"].count, *options, *areas, *publishers]


def test_no_count_includes_it(client, secret):
    before = counted(client)

    release(secret)

    assert sum(counted(client)) > sum(before)
    Item.objects.filter(pk=secret.pk).delete()
    assert counted(client) == before


def test_it_is_related_to_nothing(client, secret):
    address = "/resources/a-event/"
    assert SECRET not in client.get(address).content.decode()

    Item.objects.exclude(pk__in=[secret.pk, Item.objects.get(slug="a-event").pk]).delete()
    release(secret)

    assert SECRET in client.get(address).content.decode()


def test_an_editor_sees_it_at_its_address_and_no_crawler_keeps_it(client):
    make_secret(status=Status.DRAFT)
    client.login(email=make_editor().email, password=PASSWORD)

    page = client.get("/resources/xylophone-day/")

    assert page.status_code == 200
    assert '<meta name="robots" content="noindex">' in page.content.decode()


def test_not_even_an_editor_sees_it_in_a_list(client, secret):
    client.login(email=make_editor().email, password=PASSWORD)

    assert [address for address in everywhere(client) if not address.startswith("/manage/")] == []
