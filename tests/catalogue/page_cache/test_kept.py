"""Tests that kept pages are reused until something changes, are counted like new ones, and are never for members."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gateway.catalogue.models import FocusArea, Status, touch_pages
from gateway.catalogue.page_cache.version import reset_version
from gateway.catalogue.search_index.indexing import index_everything_waiting
from resources.models import WeeklyCount
from resources.statistics.counts import buffer
from tests.factories import PASSWORD, make_publication, make_publisher, make_user
from tests.pages import PAGES, fill_catalogue
from tests.resources.statistics.test_counting import PERSON

pytestmark = pytest.mark.django_db

ASKED_FOR_A_KEPT_ANSWER = 1
"""The query for the version of the content."""


@pytest.fixture(autouse=True)
def keeping(settings):
    settings.KEEP_ANSWERS = 30
    caches["pages"].clear()
    reset_version()
    buffer.clear()
    yield
    caches["pages"].clear()
    buffer.clear()


def queries(client, address, **headers):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, headers=headers).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", [name for name in PAGES if name != "reading"])
def test_a_kept_answer_is_what_was_answered_first_and_costs_one_query(name):
    fill_catalogue()
    index_everything_waiting()
    first = Client().get(PAGES[name])

    assert queries(Client(), PAGES[name]) == ASKED_FOR_A_KEPT_ANSWER
    again = Client().get(PAGES[name])
    assert again.content == first.content
    assert dict(again.items()) == dict(first.items())


def test_an_answer_that_is_made_asks_no_more_than_without_keeping(client, settings):
    fill_catalogue()
    client.get("/browse/")
    caches["pages"].clear()
    kept = queries(client, "/browse/")
    settings.KEEP_ANSWERS = 0

    assert kept == queries(client, "/browse/")


def rename(row, **fields):
    """Save a row with changed fields."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


CHANGES = {
    "an item is published": lambda item: make_publication("Another guide"),
    "an item is withdrawn": lambda item: item.move(Status.ARCHIVED),
    "an item is edited": lambda item: rename(item, title="Better"),
    "its terms change": lambda item: item.focus_areas.clear(),
    "a term is renamed": lambda item: FocusArea.objects.filter(slug="leadership").update(short_name="Leading"),
    "its publisher is suspended": lambda item: item.publisher.suspend(by=None, reason="-"),
    "a file or link is added": lambda item: item.links.create(title="More", url="https://example.org/more"),
    "its publisher's page changes": lambda item: rename(item.publisher, name="New"),
    "pages are touched": lambda item: touch_pages(),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("address", ["/", "/browse/", "/resources/guide/"])
def test_a_change_shows_at_once(client, django_capture_on_commit_callbacks, change, address):
    item = make_publication("Guide", slug="guide", focus_areas=["leadership"])
    index_everything_waiting()
    client.get(address)
    with django_capture_on_commit_callbacks(execute=True):
        CHANGES[change](item)

    with CaptureQueriesContext(connection) as asked:
        client.get(address)

    assert len(asked) > ASKED_FOR_A_KEPT_ANSWER


def test_many_visitors_at_once_ask_for_the_version_once(client, settings):
    settings.VERSION_HOLDS_SECONDS = 60
    make_publication()
    index_everything_waiting()
    client.get("/")

    assert [queries(Client(), "/") for _ in range(3)] == [0, 0, 0]


def test_what_changes_meanwhile_shows_a_tenth_of_a_second_later(client, settings):
    make_publication("A guide")
    index_everything_waiting()
    client.get("/")
    settings.VERSION_HOLDS_SECONDS = 60
    client.get("/")
    make_publication("Another guide")
    before = client.get("/").content
    settings.VERSION_HOLDS_SECONDS = 0
    after = client.get("/").content

    assert [b"Another guide" in page for page in (before, after)] == [False, True]


def test_a_change_that_is_rolled_back_touches_nothing(client, django_capture_on_commit_callbacks):
    make_publication()
    index_everything_waiting()
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        touch_pages()
        transaction.set_rollback(True)

    assert not callbacks
    assert queries(client, "/") == ASKED_FOR_A_KEPT_ANSWER


def test_to_log_in_touches_no_page(client, django_capture_on_commit_callbacks):
    user = make_user()
    with django_capture_on_commit_callbacks() as callbacks:
        client.login(email=user.email, password=PASSWORD)

    assert not callbacks


def test_what_time_alone_changes_shows_after_half_a_minute(client):
    date = timezone.now() - timedelta(hours=1)
    make_publication("Dated ahead", published_at=date)
    index_everything_waiting()

    with time_machine.travel(date - timedelta(seconds=10), tick=False) as clock:
        before = client.get("/browse/").content
        clock.shift(15)
        kept = client.get("/browse/").content
        clock.shift(16)
        after = client.get("/browse/").content

    assert [b"Dated ahead" in page for page in (before, kept, after)] == [False, False, True]


def test_a_kept_page_is_counted_as_a_view_with_what_led_to_it(client):
    publication = make_publication(slug="guide")
    came = {"Referer": "http://testserver/browse/?focus=leadership"}

    for _ in range(3):
        client.get("/resources/guide/", headers=PERSON | came)
    Client().get("/resources/guide/", headers={"User-Agent": "curl/8"})
    client.head("/resources/guide/", headers=PERSON)
    buffer.write()

    assert list(WeeklyCount.objects.values_list("publication", "use", "count")) == [(publication.pk, "view", 3)]
    assert publication.weekly_filters.get().count == 3


def test_a_reader_who_has_the_page_already_is_counted_too(client):
    make_publication(slug="guide")
    tag = client.get("/resources/guide/", headers=PERSON)["ETag"]

    assert client.get("/resources/guide/", headers=PERSON | {"If-None-Match": tag}).status_code == 304
    buffer.write()

    assert WeeklyCount.objects.get().count == 2


def test_nobody_known_is_given_a_kept_answer_or_gives_one(client):
    make_publication("A guide", slug="guide")
    member = Client()
    member.force_login(make_user())
    theirs = member.get("/resources/guide/").content
    first = client.get("/resources/guide/").content

    assert b"Save for later" in theirs
    assert b"Log in to save" in first
    assert member.get("/resources/guide/").content != first
    assert client.get("/resources/guide/").content == first


def test_a_message_is_read_by_its_visitor_alone(client):
    visitor = Client()
    visitor.force_login(make_user())
    home = visitor.post("/accounts/logout/", follow=True)

    assert b'class="messages"' in home.content
    assert home["Cache-Control"] == "private, no-store"
    assert b'class="messages"' not in client.get("/").content


HARMFUL = {
    "another host is named": {"X-Forwarded-Host": "evil.example"},
    "another address is named": {"X-Original-URL": "/manage/", "X-Rewrite-URL": "/manage/"},
    "another scheme is named": {"X-Forwarded-Proto": "https"},
    "htmx in disguise": {"HX-Request": "%74rue", "HX-Request-URI-AutoEncoded": "true"},
    "htmx": {"HX-Request": "true", "HX-Target": "evil", "HX-Current-URL": "https://evil.example/"},
    "a page of the history": {"HX-Request": "true", "HX-History-Restore-Request": "true"},
    "another method is named": {"X-HTTP-Method-Override": "POST"},
    "another language": {"Accept-Language": "cy", "Accept": "application/json", "Referer": "https://evil.example/"},
    "a setting that is none": {"Cookie": 'reading="><script>; theme=dark'},
}


@pytest.mark.parametrize("harm", HARMFUL)
def test_what_one_visitor_sends_poisons_nobody_elses_answer(harm):
    make_publication("A guide")
    address = "/browse/?focus=leadership"
    clean = Client().get(address).content
    caches["pages"].clear()
    Client().get(address, headers=HARMFUL[harm])

    assert Client().get(address).content == clean


def test_each_address_with_its_query_is_kept_apart(client):
    make_publication("A guide", focus_areas=["leadership"])
    pages = {
        client.get(address).content for address in ("/browse/", "/browse/?focus=leadership", "/browse/?sort=title")
    }

    assert len(pages) == 3


def test_a_page_that_is_not_there_is_not_kept(client):
    publisher = make_publisher()
    assert client.get("/resources/guide/").status_code == 404
    make_publication("A guide", slug="guide", publisher=publisher)

    assert client.get("/resources/guide/").status_code == 200
