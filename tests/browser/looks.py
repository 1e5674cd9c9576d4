"""A page in every look: light and dark, narrow and wide."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from playwright.sync_api import Page

from tests.browser.axe import find_colour_violations, find_violations
from tests.sampling import SAMPLING_INTERVAL, choose_sample

type Look = tuple[Literal["light", "dark"], int]
LOOKS: list[Look] = [("light", 320), ("light", 1280), ("dark", 320), ("dark", 1280)]
WAIT_FOR_ANIMATIONS_SCRIPT = """async () => {
    await new Promise(requestAnimationFrame);
    const ending = document.getAnimations().filter(each => each.effect.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map(each => each.finished.catch(() => {})));
}"""
"""Waits until all transitions of colours have ended, such as those of the admin's links."""


def show_look(page: Page, look: Look) -> None:
    scheme, width = look
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.evaluate(WAIT_FOR_ANIMATIONS_SCRIPT)


def open_in_look(page: Page, address: str, look: Look) -> int:
    show_look(page, look)
    return open_page(page, address)


def open_page(page: Page, address: str) -> int:
    """Open a page, and return the status of the response."""
    response = page.goto(address)
    assert response is not None
    return response.status


def find_flaws(page: Page, looks: Iterable[Look] = LOOKS) -> dict[Look, list[str]]:
    """Return what axe finds on the open page, and whether it scrolls sideways, for each look with a flaw.

    The page is not reloaded for each look: neither the server nor our scripts depend on the look. Of the second theme
    at one width only the colours are checked, because nothing else depends on the theme.
    """
    found = {}
    widths = set()
    for look in choose_sample(looks, SAMPLING_INTERVAL):
        show_look(page, look)
        width = look[1]
        found[look] = find_colour_violations(page) if width in widths else find_violations(page)
        widths.add(width)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found[look].append("scrolls sideways")
    return {look: wrong for look, wrong in found.items() if wrong}
