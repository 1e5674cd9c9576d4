"""The publication form saves itself: after the session has ended, in two tabs, and with a failing server."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from gateway.catalogue.models import Status
from resources.models import Publication
from tests.browser.test_manage import log_in
from tests.browser.test_typed_words import KEPT_KEYS
from tests.factories import make_owner, make_publication, make_publisher

pytestmark = pytest.mark.browser
ADD = "/manage/resources/publication/add/?kind=resource"
WORDS = "What took me an hour to write."
SAVED = re.compile(r"Saved at \d\d:\d\d\.")


@pytest.fixture
def draft(site, page) -> Publication:
    """Return a draft of a publisher whose owner is logged in."""
    publication = make_publication(status=Status.DRAFT, publisher=make_publisher())
    log_in(page.context, site, make_owner(publication.publisher))
    return publication


@pytest.fixture
def clock(page) -> None:
    """Let a test move the page's clock. The page then cannot tell how it was navigated to."""
    page.clock.install()


def open_form(page: Page, site: str, draft: Publication) -> SimpleNamespace:
    page.goto(f"{site}/manage/resources/publication/{draft.pk}/change/")
    return SimpleNamespace(text=page.locator("#id_body"), said=page.locator("[data-saves]"))


def wait_for_save(page: Page) -> None:
    page.clock.fast_forward(21_000)


def test_a_new_form_begins_a_draft_goes_on_with_it_and_is_saved_by_its_button(site, page, draft, clock, complaints):
    page.goto(site + ADD)
    page.locator("#id_summary").fill(WORDS)
    wait_for_save(page)
    expect(page.locator("[data-saves]")).to_contain_text("A draft needs: Title")

    page.locator("#id_title").fill("Begun by itself")
    wait_for_save(page)
    expect(page.locator("[data-saves]")).to_have_text(SAVED)
    expect(page).to_have_url(re.compile(r"/\d+/change/$"))
    page.locator("#id_body").fill(WORDS)
    page.locator("[name=_save]").first.click()

    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    made = Publication.objects.get(title="Begun by itself")
    assert (made.summary, made.body, made.slug) == (WORDS, WORDS, "begun-by-itself")
    assert page.evaluate(KEPT_KEYS) == 0
    assert complaints == []


def test_what_cannot_be_saved_yet_is_named_and_kept_here(site, page, draft, clock):
    form = open_form(page, site, draft)
    form.text.fill(WORDS)
    page.locator("#id_year").fill("1066")

    wait_for_save(page)

    expect(form.said).to_contain_text("Not saved yet: Year first issued.")
    expect(form.said).to_have_attribute("role", "status")
    draft.refresh_from_db()
    assert (draft.body, draft.year, page.evaluate(KEPT_KEYS)) == (WORDS, None, 1)


@pytest.mark.parametrize("trouble", ["500", "offline"])
def test_a_server_in_trouble_costs_no_word(site, page, draft, clock, trouble):
    form = open_form(page, site, draft)
    answers = {"500": lambda route: route.fulfill(status=500, body="Error"), "offline": lambda route: route.abort()}
    page.route("**/autosave/", answers[trouble])
    form.text.fill(WORDS)
    wait_for_save(page)
    expect(form.said).to_contain_text("We could not save this just now.")
    expect(page.get_by_text("We keep what you type in this browser")).to_be_visible()

    page.unroute("**/autosave/")
    wait_for_save(page)

    expect(form.said).to_have_text(SAVED)
    draft.refresh_from_db()
    assert draft.body == WORDS


def test_a_page_that_ended_in_an_error_gives_the_words_back(site, page, draft):
    form = open_form(page, site, draft)
    form.text.fill(WORDS)
    expect(page.get_by_text("We keep what you type in this browser")).to_be_visible()
    page.route("**/change/", lambda route: route.fulfill(status=500, body="Error"))
    page.locator("[name=_save]").first.click()
    expect(page.get_by_text("Error")).to_be_visible()
    page.unroute("**/change/")

    open_form(page, site, draft)
    page.get_by_role("button", name="Restore it").click()

    expect(form.text).to_have_value(WORDS)


def test_another_tab_is_told_and_the_button_shows_both(site, page, draft, clock):
    form = open_form(page, site, draft)
    form.text.fill("The first tab's.")
    Publication.objects.filter(pk=draft.pk).update(version=2, body="The second tab's.")

    wait_for_save(page)
    expect(form.said).to_contain_text("Someone saved this somewhere else")
    page.locator("[name=_save]").first.click()

    expect(page.get_by_text("Someone else saved this while you were writing.")).to_be_visible()
    expect(form.text).to_have_value("The first tab's.")
    draft.refresh_from_db()
    assert draft.body == "The second tab's."


def test_a_session_that_ended_is_named_and_the_words_stay(site, page, draft, clock):
    form = open_form(page, site, draft)
    form.text.fill(WORDS)
    Session.objects.all().delete()

    wait_for_save(page)

    expect(form.said).to_contain_text("You are logged out, so we could not save this.")
    expect(form.text).to_have_value(WORDS)
    assert page.evaluate(KEPT_KEYS) == 1


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_line_that_says_so_fits(site, page, draft, clock, width):
    page.set_viewport_size({"width": width, "height": 800})
    form = open_form(page, site, draft)
    form.text.fill(WORDS)
    wait_for_save(page)

    expect(form.said).to_have_text(SAVED)
    box = form.said.bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width
