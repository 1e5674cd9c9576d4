"""States of a page: failed, slow, printed, and with the reader's own text spacing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.axe import find_violations
from tests.browser.looks import find_flaws, open_page
from tests.browser.test_accessibility import PAGES

FAULTS = {"/fault/400/": 400, "/fault/403/": 403, "/fault/form/": 403, "/nowhere/": 404, "/fault/500/": 500}
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
PARAGRAPHS = "p { margin-block-end: 2em !important; }"
CUT_OFF = """() => [...document.querySelectorAll("main *, header *, footer *")].filter(element => {
  const style = getComputedStyle(element);
  const hides = style.overflowX !== "visible" || style.overflowY !== "visible";
  const isMeantUnseen = element.closest(".unseen, .skip, select, svg") !== null;
  const isCut = element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2;
  return hides && !isMeantUnseen && element.clientWidth > 0 && isCut;
}).map(element => element.outerHTML.slice(0, 100))"""
SMALL = """() => [...document.querySelectorAll("a, button, summary, select, input")].filter(element => {
  const box = element.getBoundingClientRect();
  const isInText = getComputedStyle(element).display === "inline";
  return box.width > 1 && !isInText && !element.closest(".unseen, .skip") && (box.width < 24 || box.height < 24);
}).map(element => element.outerHTML.slice(0, 100))"""


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("path", FAULTS)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_fault_has_a_page_that_is_clean(site, page, settings, path):
    settings.ROOT_URLCONF = "tests.browser.faults"

    assert open_page(page, site + path) == FAULTS[path]

    assert find_flaws(page) == {}
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main").get_by_role("link", name=re.compile("home page"))).to_be_visible()


@pytest.mark.browser
@pytest.mark.acts_early
def test_a_slow_list_says_that_it_is_on_its_way(site, page: Page):
    held: list[Route] = []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/browse/")
    page.route(re.compile(r"/browse/\?"), lambda route: held.append(route))
    page.get_by_role("checkbox", name=re.compile("^Leadership")).check()
    expect(page.locator(".findings.htmx-request")).to_be_visible()

    words = page.evaluate("getComputedStyle(document.querySelector('#tally'), '::after').content")

    assert "Getting results" in words
    assert find_violations(page) == []
    held[0].continue_()
    expect(page).to_have_url(re.compile("focus=leadership"))
    expect(page.locator(".findings.htmx-request")).to_have_count(0)


@pytest.mark.browser
def test_a_list_that_cannot_be_had_in_place_is_loaded_the_plain_way(site, page: Page):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/browse/")
    page.route(re.compile(r"/browse/\?"), lambda route: route.abort(), times=1)

    page.get_by_role("checkbox", name=re.compile("^Leadership")).check()

    expect(page).to_have_url(re.compile("focus=leadership"))
    expect(page.locator(".chips")).to_contain_text("Leadership")


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.matrix
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_readers_own_text_spacing_cuts_nothing_off(site, browser: Browser, path):
    context = browser.new_context(bypass_csp=True, viewport={"width": 320, "height": 900})
    page = context.new_page()
    page.goto(site + path)
    page.add_style_tag(content=SPACING + PARAGRAPHS)

    cut, width = page.evaluate(CUT_OFF), page.evaluate("document.documentElement.scrollWidth")

    context.close()
    assert cut == []
    assert width <= 320


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.matrix
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_what_is_to_be_pressed_is_large_enough(site, page, path):
    page.goto(site + path)

    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert (width, page.evaluate(SMALL)) == (width, [])


@pytest.mark.browser
def test_a_printed_page_holds_the_text_and_where_its_links_lead(site, page):
    page.goto(site + PAGES["a publication"])
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for gone in (".tools", ".menu", ".breadcrumbs", ".skip"):
        expect(page.locator(gone).first).to_be_hidden()
    after = page.evaluate("getComputedStyle(document.querySelector('.way-in a'), '::after').content")
    assert "http" in after


@pytest.mark.browser
def test_a_printed_list_holds_its_items_and_no_filters(site, page):
    page.goto(f"{site}/browse/?focus=leadership")
    page.emulate_media(media="print", color_scheme="dark")

    expect(page.get_by_role("article").first).to_be_visible()
    for gone in (".filters-form", ".sorting", ".pagination", ".search"):
        expect(page.locator(gone).first).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
