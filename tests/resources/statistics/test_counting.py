"""Tests that views, downloads and clicks are counted by week, except those of bots, members and prefetching."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from threading import Thread

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gateway.catalogue.models import Status
from resources.models import PublicationFile, Use, WeeklyCount, WeeklyFilter
from resources.statistics import counts
from resources.statistics.counts import buffer
from tests.factories import make_contributor, make_editor, make_publication, make_publisher, make_user

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # before any day that a test travels to
PERSON = {"User-Agent": FIREFOX, "Accept-Language": "en-GB"}
BOTS = (
    "",
    "curl/8.9.1",
    "python-requests/2.32",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116.0 Safari/537.36",
    "Mozilla/5.0 (compatible; YandexBot/3.0)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0 Safari/537.36",
    "Mozilla/5.0 (compatible; GPTBot/1.2)",
    "facebookexternalhit/1.1",
    "Mozilla/5.0 (compatible; UptimeRobot/2.0)",
    "Mozilla/5.0 (compatible; Bytespider)",
    "Mozilla/5.0 (Linux; Android 6.0.1) AppleWebKit/537.36 Chrome-Lighthouse",
)


@pytest.fixture(autouse=True)
def empty_buffer():
    buffer.clear()
    yield
    buffer.clear()


def get_counts():
    buffer.write()
    return list(WeeklyCount.objects.order_by("week", "use").values_list("publication__slug", "use", "count"))


def open_page(client, publication, **headers):
    return client.get(publication.get_absolute_url(), headers=PERSON | headers)


def test_a_page_that_a_person_opens_is_a_view_of_this_week(client):
    publication = make_publication(slug="guide", published_at=LONG_AGO)

    with time_machine.travel("2026-11-26 12:00Z", tick=False):
        open_page(client, publication)
        open_page(client, publication)
        found = get_counts()

    assert found == [("guide", "view", 2)]
    assert WeeklyCount.objects.get().week == date(2026, 11, 23)


def test_the_week_begins_on_monday_in_england(client):
    publication = make_publication(published_at=LONG_AGO)

    with time_machine.travel("2026-06-28 22:59Z", tick=False):
        open_page(client, publication)
    with time_machine.travel("2026-06-28 23:01Z", tick=False):
        open_page(client, publication)
    get_counts()

    assert list(WeeklyCount.objects.values_list("week", flat=True)) == [date(2026, 6, 22), date(2026, 6, 29)]


@pytest.mark.parametrize("agent", BOTS, ids=lambda agent: agent[-30:] or "none")
def test_a_bot_is_not_counted(client, agent):
    publication = make_publication(slug="guide")
    open_page(client, publication)

    open_page(client, publication, **{"User-Agent": agent})

    assert get_counts() == [("guide", "view", 1)]


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}, {"Accept-Language": ""}],
    ids=str,
)
def test_a_page_fetched_in_advance_or_by_no_browser_is_not_counted(client, headers):
    publication = make_publication(slug="guide")
    open_page(client, publication)

    open_page(client, publication, **headers)

    assert get_counts() == [("guide", "view", 1)]


def test_asking_for_the_head_of_a_page_is_not_a_view(client):
    publication = make_publication(slug="guide")
    open_page(client, publication)

    client.head(publication.get_absolute_url(), headers=PERSON)

    assert get_counts() == [("guide", "view", 1)]


def test_staff_of_the_gateway_are_not_counted_but_members_are(client):
    publication = make_publication(slug="guide")
    client.force_login(make_user())
    open_page(client, publication)
    client.force_login(make_editor())

    open_page(client, publication)

    assert get_counts() == [("guide", "view", 1)]


def test_a_draft_that_its_maker_reads_is_not_counted(client):
    draft = make_publication(status=Status.DRAFT)
    maker = make_contributor(draft.publisher)
    client.force_login(maker)

    response = open_page(client, draft)

    assert (response.status_code, get_counts()) == (200, [])


def test_a_download_is_counted_once_however_many_parts_it_comes_in(client):
    publication = make_publication(slug="guide")
    file = PublicationFile.objects.create(
        publication=publication, title="Words", file=ContentFile(b"Some words.", "words.txt")
    )

    for part in ({}, {"Range": "bytes=0-4"}, {"Range": "bytes=5-10"}):
        list(client.get(file.url, headers=PERSON | part))

    assert get_counts() == [("guide", "download", 2)]


def click(client, publication, address, **headers):
    page = f"http://testserver{publication.get_absolute_url()}"
    said = {"Ping-From": page, "Ping-To": address, "Sec-Fetch-Site": "same-origin"}
    return client.post(reverse("resources:click", args=[publication.slug]), headers=PERSON | said | headers)


def test_a_link_to_another_site_says_that_it_was_followed_and_keeps_its_address(client):
    publication = make_publication(url="https://example.org/page")

    page = client.get(publication.get_absolute_url()).content.decode()

    assert f'href="https://example.org/page" rel="external" ping="{publication.get_absolute_url()}click/"' in page


@pytest.mark.parametrize(
    ("stored", "sent"),
    [
        ("https://example.org/page?a=1#part", "https://example.org/page?a=1#part"),
        ("https://Example.org", "https://example.org/"),
    ],
)
def test_a_click_on_an_address_of_the_publication_is_counted(client, stored, sent):
    publication = make_publication(slug="guide", url=stored)

    response = click(client, publication, sent)

    assert (response.status_code, get_counts()) == (204, [("guide", "click", 1)])


def test_clicks_on_bookings_and_further_links_are_counted(client):
    publication = make_publication(slug="guide", booking_url="https://example.org/book")
    publication.links.create(title="More", url="https://example.com/more")

    click(client, publication, "https://example.org/book")
    click(client, publication, "https://example.com/more")

    assert get_counts() == [("guide", "click", 2)]


def test_a_click_on_an_address_that_is_not_the_publications_is_not_counted(client):
    publication = make_publication(url="https://example.org/page")

    response = click(client, publication, "https://elsewhere.example.com/")

    assert (response.status_code, get_counts()) == (204, [])


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Ping-From": "https://evil.example/"}], ids=str)
def test_another_site_cannot_count_a_click(client, headers):
    publication = make_publication(url="https://example.org/page")

    response = click(client, publication, "https://example.org/page", **headers)

    assert (response.status_code, get_counts()) == (403, [])


def test_a_count_needs_no_query_of_the_page(client, django_assert_num_queries):
    publication = make_publication()
    client.get(publication.get_absolute_url())
    with CaptureQueriesContext(connection) as of_a_bot:
        client.get(publication.get_absolute_url())

    with django_assert_num_queries(len(of_a_bot)):
        open_page(client, publication)


def test_a_count_that_fails_does_not_break_the_page(client, monkeypatch):
    publication = make_publication()
    monkeypatch.setattr(counts, "read_narrowing_terms", lambda *args: 1 / 0)

    response = open_page(client, publication)

    assert response.status_code == 200


def test_counts_are_kept_while_the_database_does_not_answer(client, monkeypatch):
    publication = make_publication(slug="guide")
    open_page(client, publication)
    with monkeypatch.context() as patch:
        patch.setattr(counts, "add_to", lambda *args: (_ for _ in ()).throw(DatabaseError("gone")))
        with pytest.raises(DatabaseError):
            buffer.write()
    open_page(client, publication)

    assert get_counts() == [("guide", "view", 2)]


def test_counts_of_a_deleted_publication_are_let_go_and_the_others_stay(client):
    gone, kept = make_publication(), make_publication(slug="kept")
    open_page(client, gone)
    open_page(client, kept)
    gone.delete()

    assert get_counts() == [("kept", "view", 1)]


def test_writing_costs_the_same_for_one_publication_and_for_many(client, django_assert_num_queries):
    publisher = make_publisher()
    for publication in [make_publication(publisher=publisher) for _ in range(10)]:
        open_page(client, publication)

    with django_assert_num_queries(4):  # a savepoint, which publications exist, the counts, the end of the savepoint
        buffer.write()


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_write_the_same_row_lose_nothing(client):
    publication = make_publication(slug="guide")
    row: counts.Row = (WeeklyCount, (publication.pk, date(2026, 11, 23), Use.VIEW.value))

    def write():
        try:
            for _ in range(25):
                counts.store(Counter({row: 1}))
        finally:
            connection.close()

    threads = [Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert WeeklyCount.objects.get().count == 100


def test_nothing_that_tells_of_a_person_is_kept():
    columns = {field.name for model in (WeeklyCount, WeeklyFilter) for field in model._meta.fields}

    assert columns == {"id", "publication", "week", "use", "parameter", "term", "count"}
