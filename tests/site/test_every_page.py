"""Every page for each role: Tab reaches nothing hidden, nothing is wider than the window, and axe finds nothing.

The list of pages comes from the URLconf, so that no new one is forgotten. Titles, names, comments and keywords contain
a word of 80 letters. A run tests one page of each type, with a role and a width drawn by PAGES_SEED; PAGES=all, as in
`make prove`, tests every page for every role at every width.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from django.db import transaction
from playwright.sync_api import Page as BrowserPage

from tests.browser.axe import find_colour_violations, find_violations
from tests.browser.tab_walk import WINDOW_HEIGHT, find_too_wide, walk_by_tab
from tests.site.long_words import write_long_words
from tests.site.page_server import serve_pages
from tests.site.pages import Page, list_pages, sample_pages
from tests.site.world import build_world

type Theme = Literal["light", "dark"]
WIDTHS = (320, 390, 1280)
NARROW_WIDTH = WIDTHS[0]
THEMES: tuple[Theme, ...] = ("light", "dark")
SEED = int(os.environ.get("PAGES_SEED", "17"))
IS_WHOLE = os.environ.get("PAGES") == "all"


@pytest.fixture
def pages(django_db_setup: None, django_db_blocker: Any) -> list[Page]:
    """Return the pages, made from rows that are rolled back before the pages are tested."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        write_long_words()
        for person in world.people.values():
            person.refresh_from_db()
        made = list_pages(world) if IS_WHOLE else sample_pages(world, random.Random(SEED))  # noqa: S311
        transaction.set_rollback(True)
    return made


@dataclass(frozen=True)
class Look:
    """A page, the width at which it is walked, and the theme in which axe checks all of it."""

    page: Page
    width: int
    theme: Theme
    in_both_themes: bool


def list_looks(pages: list[Page]) -> Iterator[Look]:
    """Yield how each page is tested. A sample checks the colours of the other theme once for each template."""
    chance = random.Random(SEED)  # noqa: S311
    templates = set()
    for page in pages:
        for width in WIDTHS if IS_WHOLE else chance.sample(WIDTHS, 1):
            yield Look(page, width, chance.choice(THEMES), IS_WHOLE or page.templates[:1] not in templates)
        templates.add(page.templates[:1])


def find_faults(browser: BrowserPage, look: Look) -> dict[str, list[str]]:
    """Return what is wrong with a page before any interaction."""
    browser.emulate_media(color_scheme=look.theme, reduced_motion="reduce")
    wrong = {"too wide": find_too_wide(browser)}
    browser.set_viewport_size({"width": look.width, "height": WINDOW_HEIGHT})
    wrong[look.theme] = find_violations(browser)
    if look.in_both_themes:
        other = THEMES[THEMES.index(look.theme) - 1]
        browser.emulate_media(color_scheme=other, reduced_motion="reduce")
        wrong[other] = find_colour_violations(browser)
    return wrong


@pytest.mark.browser
@pytest.mark.looks
def test_every_page_can_be_walked_by_keyboard_fits_a_small_window_and_is_clean(page, pages, record_property):
    keys = page.context.new_cdp_session(page)
    found: dict[str, list[str]] = {}
    stops = 0
    with serve_pages() as server:
        for look in list_looks(pages):
            server.shown = look.page
            page.set_viewport_size({"width": NARROW_WIDTH, "height": WINDOW_HEIGHT})
            page.goto(server.origin + look.page.path)
            wrong = find_faults(page, look)
            seen, wrong["hidden"] = walk_by_tab(page, keys)
            stops += seen
            found |= {f"{look.page} at {look.width}, {name}": what for name, what in wrong.items() if what}
        page.goto("about:blank")

    record_property("pages", f"{len(pages)} pages, {stops} stops of the Tab key, seed {SEED}")
    assert found == {}
