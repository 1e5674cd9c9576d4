"""Import, export, feeds and statistics in a real browser: clean in every look, and without JavaScript."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from resources.models import BulkImport, FollowedFeed, Membership, Publication, Publisher, WeeklyCount, get_this_week
from resources.statistics.counts import buffer
from tests.browser.looks import find_flaws, open_page
from tests.factories import make_user

PERSON = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
MOST_VISITS = 200


@pytest.fixture
def owner(site):
    """Yield an owner of a publisher with a publication, counts and a feed, and delete all of them afterwards."""
    owner = make_user()
    publisher = Publisher.objects.create(name="Brought Things", slug="brought-things")
    Membership.objects.create(publisher=publisher, user=owner, role="owner")
    publication = Publication.objects.create(kind="resource", title="A guide", slug="a-guide", publisher=publisher)
    WeeklyCount.objects.create(publication=publication, week=get_this_week(), use="view", count=5)
    FollowedFeed.objects.create(
        publisher=publisher, url="https://example.org/feed", kind="news", problem="It is broken."
    )
    yield owner
    BulkImport.objects.all().delete()
    Publication.objects.filter(publisher=publisher).delete()
    publisher.delete()
    owner.delete()


def log_in(context: Any, owner: Any, site: str) -> None:
    client = Client()
    client.force_login(owner)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])


def make_table(*titles: str) -> bytes:
    """Return a table of new resources. One with an empty title is invalid."""
    out = io.StringIO()
    csv.writer(out).writerows(
        [("kind", "title", "url"), *(("resource", each, "https://example.org/") for each in titles)]
    )
    return out.getvalue().encode()


def upload(page: Page, site: str, *titles: str) -> None:
    page.goto(f"{site}/manage/import/")
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": "table.csv", "mimeType": "text/csv", "buffer": make_table(*titles)}
    )
    page.get_by_role("button", name="Check this file").click()
    expect(page.get_by_role("heading", name="Row by row")).to_be_visible(timeout=20_000)


@pytest.mark.browser
@pytest.mark.looks
def test_the_pages_are_clean_in_light_and_dark_narrow_and_wide(site, page, complaints, owner):
    log_in(page.context, owner, site)
    upload(page, site, "First", "")
    feed = FollowedFeed.objects.get()
    addresses = [page.url, f"{site}/manage/import/", f"{site}/manage/feeds/", site + feed.get_absolute_url()]
    addresses += [f"{site}/manage/statistics/", f"{site}/manage/statistics/a-guide/"]

    for address in addresses:
        assert open_page(page, address) == 200
        assert (address, find_flaws(page)) == (address, {})
    assert complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_table_is_brought_checked_confirmed_and_stored(site, browser: Browser, owner, has_javascript):
    context = browser.new_context(java_script_enabled=has_javascript)
    log_in(context, owner, site)
    page = context.new_page()
    upload(page, site, "First brought", "")
    page.get_by_label("Leave out the refused rows and import the others").check()
    page.get_by_role("button", name="Import 1 row").click()

    expect(page.get_by_text("Done.")).to_be_visible(timeout=20_000)
    assert Publication.objects.filter(title="First brought", status="draft").count() == 1
    context.close()


def count_after_visits(page: Page, address: str, publication: Publication) -> dict[str, int]:
    """Return the counts once a click has been counted.

    The browser reports a click while it is leaving for the other site, or later.
    """
    counted: dict[str, int] = {}
    for _ in range(MOST_VISITS):
        page.goto(address)
        buffer.write()
        counted = dict(WeeklyCount.objects.filter(publication=publication).values_list("use", "count"))
        if "click" in counted:
            break
    return counted


@pytest.mark.browser
@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_click_to_another_site_is_counted_and_leads_to_the_real_address(site, browser: Browser, has_javascript):
    buffer.clear()
    publication = Publication.objects.public().exclude(url="").filter(url_is_page=True)[0]
    context = browser.new_context(java_script_enabled=has_javascript, user_agent=PERSON, locale="en-GB")
    context.route(publication.url, lambda route: route.fulfill(body="Another site."))
    page = context.new_page()
    page.goto(site + publication.get_absolute_url())
    with page.expect_request(lambda request: request.url.endswith("/click/")):
        page.locator(".way-in a").click()
    page.wait_for_url(publication.url)

    counted = count_after_visits(page, f"{site}/about/", publication)
    WeeklyCount.objects.filter(publication=publication).delete()
    assert counted == {"view": 1, "click": 1}
    context.close()
