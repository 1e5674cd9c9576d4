"""Tests that of two visitors behind one shared cache, neither gets what was made for the other."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from gateway.catalogue.models import Status
from resources.models import WeeklyCount
from resources.statistics.counts import buffer
from tests.catalogue.page_cache.shared_cache import SharedCache
from tests.catalogue.page_cache.test_headers import PUBLIC, make_catalogue, nothing_kept  # noqa: F401 (a fixture)
from tests.factories import make_editor, make_publication
from tests.resources.statistics.test_counting import PERSON
from tests.shared_rows import with_rows

pytestmark = [pytest.mark.django_db, with_rows(make_catalogue), pytest.mark.matrix]

NAME = "Zebedee Quill"


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.KEEP_ANSWERS = 30


def lasting(response):
    """Return the content of a response without the token, key and time of its forms, which differ each time."""
    return re.sub(rb'name="(csrfmiddlewaretoken|form_key|shown)" value="[^"]*"', b"", response.content)


@pytest.fixture
def editor():
    client = Client()
    client.force_login(make_editor(display_name=NAME))
    return client


@pytest.mark.parametrize("name", PUBLIC)
def test_neither_reads_what_was_made_for_the_other(client, editor, name):
    address = PUBLIC[name]
    expected = {client: lasting(client.get(address)), editor: lasting(editor.get(address))}

    for order in ([editor, client], [client, editor]):
        cache = SharedCache()
        for visitor in order * 2:
            assert lasting(cache.get(address, visitor)) == expected[visitor]


def test_many_visitors_cost_the_site_one_answer_and_then_a_question(client):
    cache = SharedCache()
    with time_machine.travel("2026-11-24 10:00:00Z", tick=False) as clock:
        for _ in range(3):
            cache.get("/browse/", Client())
        clock.shift(31)
        cache.get("/browse/", Client())
        cache.get("/browse/", Client())

    assert cache.how == ["passed on", "from the store", "from the store", "asked again", "from the store"]


def test_what_is_withdrawn_is_gone_within_a_minute(client):
    item = make_publication("Withdrawn soon")
    cache = SharedCache()
    with time_machine.travel(item.published_at, tick=False) as clock:
        clock.shift(5)
        assert b"Withdrawn soon" in cache.get("/browse/", Client()).content
        item.move(Status.ARCHIVED)
        clock.shift(60)

        assert b"Withdrawn soon" not in cache.get("/browse/", Client()).content


def test_an_update_in_place_and_the_page_are_told_apart(client):
    cache = SharedCache()
    part = cache.get("/browse/", Client(), **{"HX-Request": "true"}).content
    page = cache.get("/browse/", Client()).content

    assert b"<html" not in part
    assert b"<html" in page
    assert cache.get("/browse/", Client(), **{"HX-Request": "true"}).content == part


def test_reading_settings_are_told_apart(client):
    cache, dark = SharedCache(), Client()
    dark.cookies["reading"] = "theme=dark"

    assert b'data-theme="dark"' in cache.get("/", dark).content
    assert b'data-theme="dark"' not in cache.get("/", Client()).content


def test_a_shared_cache_takes_no_view_away_from_the_statistics(client):
    buffer.clear()
    make_publication(slug="guide")
    cache = SharedCache()
    for _ in range(3):
        cache.get("/resources/guide/", Client(), **PERSON)
    buffer.write()

    assert WeeklyCount.objects.get().count == 3
    assert cache.how == ["passed on", "asked again", "asked again"]
