"""Questions in a real browser: clean lists with content, filters in place, and asking from start to finish."""

from __future__ import annotations

import time
from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browser.test_account import assert_clean, log_in
from tests.factories import get_focus_area, make_comment, make_editor, make_publication, make_verified

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("reset_rate_limits")]
numbers = count(1)


@pytest.fixture
def word() -> str:
    """Return a word that only two questions contain, one on a publication and one on a focus area."""
    word = f"reading{time.time_ns()}{next(numbers)}"
    guide = make_publication(f"A guide {word}", focus_areas=["outcomes"], is_sample=True)
    make_comment(guide, make_editor(display_name="Edi"), f"Does {word} suit Year 4?", is_question=True)
    make_comment(get_focus_area("leadership"), text=f"Who leads {word}? {'averyverylongword' * 9}")
    return word


@pytest.mark.looks
@pytest.mark.parametrize("path", ["/discussions/", "/discussions/comments/", "/focus-areas/leadership/", "/"])
def test_a_list_of_questions_is_clean(site, page, complaints, word, path):
    page.goto(site + path)

    assert_clean(page, complaints)


def test_a_filter_narrows_the_questions_in_place(site, page, complaints, word):
    page.goto(f"{site}/discussions/?q={word}")
    expect(page.locator("#tally")).to_contain_text("2 questions")

    page.get_by_role("checkbox", name="Leadership").check()

    expect(page.locator("#tally")).to_contain_text("1 question")
    expect(page.get_by_role("link", name=f"Who leads {word}?")).to_be_visible()
    expect(page).to_have_url(f"{site}/discussions/?q={word}&focus=leadership")
    assert complaints == []


def test_a_member_asks_the_community(site, page, complaints, word):
    log_in(page.context, site, make_verified(make_editor()))
    page.goto(f"{site}/focus-areas/leadership/")
    page.locator(".area-head").get_by_role("link", name="Ask the community").click()
    page.get_by_label("Your question, in a few words").fill(f"Leading {word}")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("link", name=f"Who leads {word}?")).to_be_visible()
    page.get_by_role("link", name="None of these: write my question").click()
    expect(page.get_by_label("Your question")).to_have_value(f"Leading {word}")
    page.get_by_label("Your question").fill(f"Who else leads {word}?")

    page.get_by_role("button", name="Post question").click()

    expect(page.get_by_role("heading", name=f"Who else leads {word}?", level=1)).to_be_visible()
    assert complaints == []
