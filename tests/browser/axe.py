"""What axe-core finds wrong with the page that a browser shows (WCAG 2.2, levels A and AA)."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE_SCRIPT = Axe().axe_script
WCAG_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
COLOUR_OPTIONS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}


def find_violations(page: Page) -> list[str]:
    """Return each violation with the start of the HTML of its element."""
    return run_axe(page, WCAG_OPTIONS)


def find_colour_violations(page: Page) -> list[str]:
    """Return the violations of the rules on colours alone, for a page that was checked in other colours."""
    return run_axe(page, COLOUR_OPTIONS)


def run_axe(page: Page, options: dict[str, Any]) -> list[str]:
    page.wait_for_load_state("load")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(options) => axe.run(options)", options)["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
