"""Every page, feed and file uses SITE_URL, whatever the host and scheme of the request were."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from gateway.catalogue.page_cache import version
from tests.client import Client
from tests.pages import FEEDS, PAGES, fill_catalogue
from tests.site.world import World, build_world, list_addresses

SITE, OTHER_HOST = "https://gateway.example.org", "mirror.example.net:8001"
CANONICAL_PATTERN = re.compile(r'<link rel="canonical" href="([^"]*)">')


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the site once. Changes of requests are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        fill_catalogue()
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def allow_two_hosts(settings):
    """Make the site answer to another host than that of SITE_URL."""
    settings.SITE_URL, settings.ALLOWED_HOSTS = SITE, ["*"]


def list_all_addresses(world: World) -> list[str]:
    """Return every address of the site and those of filtered lists."""
    found = [path for paths in list_addresses(world).values() for path in paths]
    return list(dict.fromkeys([*found, *PAGES.values(), *FEEDS.values()]))


def read_response(client: Client, path: str, host: str = OTHER_HOST) -> str:
    """Return the headers and body of a response, whose changes are rolled back."""
    with transaction.atomic():
        response = client.get(path, headers={"host": host})
        body = b"".join(response).decode(errors="replace")
        transaction.set_rollback(True)
    return f"{dict(response.items())}\n{body}"


def read_responses(world: World, role: str, paths: list[str]) -> dict[str, str]:
    """Return what each of these addresses answers to a request for another host."""
    with transaction.atomic():
        client = Client()
        world.log_in(client, role)
        said = {path: read_response(client, path) for path in paths}
        transaction.set_rollback(True)
    return said


def test_no_public_page_feed_or_file_names_the_host_of_the_request(world):
    said = read_responses(world, "visitor", list_all_addresses(world))

    assert {path for path, text in said.items() if OTHER_HOST in text or "testserver" in text} == set()
    canonical = [found[1] for text in said.values() if (found := CANONICAL_PATTERN.search(text))]
    assert len(canonical) > 30
    assert [address for address in canonical if not address.startswith(f"{SITE}/")] == []
    assert f"{SITE}/feeds/items.atom" in said["/feeds/items.atom"]


def test_no_page_for_authors_names_the_host_of_the_request(world):
    said = read_responses(
        world, "school", [path for path in list_all_addresses(world) if path.startswith("/practice/")]
    )

    assert {path for path, text in said.items() if OTHER_HOST in text} == set()
    assert any("Certificate" in text for text in said.values())


@pytest.mark.parametrize("path", ["/", "/resources/a-resource/", "/feeds/items.atom", "/sitemap.xml"])
def test_what_is_kept_is_the_same_under_every_host(world, settings, path):
    settings.KEEP_ANSWERS = 30
    version.reset_version()

    here, there, again = (read_response(Client(), path, host=host) for host in ("testserver", OTHER_HOST, "testserver"))

    assert here == there == again
