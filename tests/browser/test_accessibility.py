"""No public page has WCAG 2.2 AA violations that axe-core finds, scrolls sideways, or causes browser errors.

A page without axe violations is not necessarily accessible: reading order and plain language, for example, need people.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import find_violations
from tests.browser.looks import find_flaws, open_page

PAGES = {
    "home": "/",
    "focus areas": "/focus-areas/",
    "a focus area": "/focus-areas/teaching-and-learning/",
    "browse": "/browse/",
    "browse with filters": "/browse/?focus=leadership&need=autistic-spectrum-disorder&phase=primary&kind=resource",
    "browse with notices": "/browse/?focus=nonsense&page=99&sort=loudness&q=dyslexia",
    "browse in order of title": "/browse/?sort=title&page=3",
    "nothing found": "/research/?need=multi-sensory-impairment&phase=post-16&publisher=adhd-foundation",
    "resources": "/resources/",
    "practice": "/practice/",
    "events": "/events/",
    "past events": "/events/?when=past",
    "a publication": "/resources/teaching-and-managing-students-with-adhd/",
    "a piece of research": "/resources/what-teachers-change-after-a-classroom-observation-focused-on-send/",
    "an event": "/resources/adaptive-teaching-in-practice-planning-one-lesson-for-the-whole-class/",
    "news": "/news/",
    "publishers": "/publishers/",
    "a publisher": "/publishers/education-endowment-foundation/",
    "reading settings": "/reading/",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "log in": "/accounts/login/",
    "forgotten password": "/accounts/password/reset/",
    "sign up": "/accounts/signup/",
}
ERRORS = {"no such page": ("/nowhere/", 404), "too many parameters": ("/browse/?" + "a=1&" * 600, 400)}


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_clean_in_light_and_dark_narrow_and_wide(site, page, complaints, path):
    assert open_page(page, site + path) == 200

    assert find_flaws(page) == {}
    assert complaints == []


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("path", "expected"), ERRORS.values(), ids=ERRORS.keys())
def test_an_error_page_is_clean_too(site, page, path, expected):
    assert open_page(page, site + path) == expected

    assert find_flaws(page) == {}


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.matrix
@pytest.mark.parametrize("tint", ["", "cream", "blue", "green", "rose", "white"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_tint_keeps_its_contrast(site, page, tint, theme):
    page.goto(f"{site}/reading/?text=largest&spacing=wider&font=plain&tint={tint}&theme={theme}&next=/browse/")

    assert page.url == f"{site}/browse/"
    assert find_violations(page) == []


@pytest.mark.browser
@pytest.mark.looks
def test_forced_colours_keep_the_page_readable(site, page):
    page.emulate_media(forced_colors="active")
    page.goto(f"{site}/focus-areas/leadership/")

    assert find_violations(page) == []


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("path", [PAGES["home"], PAGES["a focus area"], PAGES["browse"], PAGES["a publication"]])
def test_text_at_twice_its_size_does_not_scroll_sideways(site, page, path):
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto(f"{site}/reading/?text=largest&next={path}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 640


PRINTED = ("home", "a focus area", "browse", "practice", "a publication", "an event", "a publisher")
LOG_IN = "main a[href*='/accounts/login/']"


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("name", PRINTED)
def test_no_page_is_printed_with_what_cannot_be_pressed_on_paper(site, page, name):
    page.goto(site + PAGES[name])
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(f"button, [type=submit], {LOG_IN}").filter(visible=True)).to_have_count(0)
