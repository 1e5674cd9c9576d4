"""Search in a browser: the list, the sort options and the address change in place."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.browser
def test_a_search_changes_the_list_in_place_and_can_be_taken_away(site: str, page: Page):
    page.goto(f"{site}/browse/")
    page.get_by_label("Search", exact=True).fill("dyslexia")
    page.get_by_label("Search", exact=True).press("Enter")
    expect(page.get_by_role("link", name="Remove Words: “dyslexia”")).to_be_visible()
    expect(page).to_have_url(re.compile("q=dyslexia"))
    expect(page.get_by_label("Sort by")).to_have_value("")
    expect(page.get_by_label("Sort by").locator("option").first).to_have_text("Most relevant")
    expect(page.locator("#results mark").first).to_be_visible()

    page.get_by_label("Sort by").select_option("title")
    expect(page).to_have_url(re.compile("q=dyslexia.*sort=title"))

    page.get_by_role("link", name="Remove Words: “dyslexia”").click()
    expect(page).to_have_url(f"{site}/browse/?sort=title")
    expect(page.get_by_label("Search", exact=True)).to_have_value("")
