"""The element with keyboard focus is visible on pages with and without filters, narrow and wide (WCAG 2.2, 2.4.11)."""

from __future__ import annotations

import pytest

from tests.browser.test_accessibility import PAGES

WIDTHS = (320, 390, 1280)
MAX_STOPS = 400
SEEN_SCRIPT = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const box = focused.getBoundingClientRect();
  const shares = [0.05, 0.5, 0.95];
  const labels = [...(focused.labels || [])];
  const isSeen = shares.some(x => shares.some(y => {
    const at = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return at && (focused.contains(at) || labels.some(label => label.contains(at)));
  }));
  const isFirst = focused.dataset.tabbed === "yes";
  focused.dataset.tabbed = "yes";
  return {isSeen, isFirst, what: focused.outerHTML.slice(0, 120)};
}"""


def find_hidden_stops(page) -> list[str]:
    """Press Tab through a page, and return the elements that had the focus but were not visible."""
    hidden = []
    for _ in range(MAX_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(SEEN_SCRIPT)
        if stop is None or stop["isFirst"]:
            break
        if not stop["isSeen"]:
            hidden.append(stop["what"])
    return hidden


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", [PAGES["home"], PAGES["browse"]])
def test_what_has_the_focus_can_be_seen(site, page, path, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(site + path)
    for closed in page.locator("details.filters:not([open]) > summary").all():
        if closed.is_visible():
            closed.click()
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")

    assert find_hidden_stops(page) == []
