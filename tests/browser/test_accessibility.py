"""axe-core finds nothing at WCAG 2.2 AA, nothing scrolls sideways and the browser complains of nothing, on every page.

A clean run of axe is not yet an accessible page: reading order, plain words and the like need people.
"""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
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
type Look = tuple[Literal["light", "dark"], int]
LOOKS: list[Look] = [("light", 320), ("light", 1280), ("dark", 320), ("dark", 1280)]


def problems(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds, with the start of each element it is found on."""
    page.wait_for_load_state("load")
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found]


def look_at(page: Page, address: str, look: Look) -> int:
    """Opens a page in light or dark at a width; gives the status of the answer."""
    scheme, width = look
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    response = page.goto(address)
    assert response is not None
    return response.status


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]} {look[1]}")
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_clean_in_light_and_dark_narrow_and_wide(site, page, complaints, path, look):
    status = look_at(page, site + path, look)

    assert status == 200
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= look[1]
    assert complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]} {look[1]}")
@pytest.mark.parametrize(("path", "expected"), ERRORS.values(), ids=ERRORS.keys())
def test_an_error_page_is_clean_too(site, page, path, expected, look):
    status = look_at(page, site + path, look)

    assert status == expected
    assert problems(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= look[1]


@pytest.mark.browser
@pytest.mark.parametrize("tint", ["", "cream", "blue", "green", "rose", "white"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_tint_keeps_its_contrast(site, page, tint, theme):
    page.goto(f"{site}/reading/?text=largest&spacing=wider&font=plain&tint={tint}&theme={theme}&next=/browse/")

    assert page.url == f"{site}/browse/"
    assert problems(page) == []


@pytest.mark.browser
def test_forced_colours_keep_the_page_readable(site, page):
    page.emulate_media(forced_colors="active")
    page.goto(f"{site}/focus-areas/leadership/")

    assert problems(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("path", [PAGES["home"], PAGES["a focus area"], PAGES["browse"], PAGES["a publication"]])
def test_text_at_twice_its_size_does_not_scroll_sideways(site, page, path):
    page.set_viewport_size({"width": 640, "height": 900})
    page.goto(f"{site}/reading/?text=largest&next={path}")

    assert page.evaluate("document.documentElement.scrollWidth") <= 640
