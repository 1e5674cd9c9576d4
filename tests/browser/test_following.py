"""Following in a real browser: clean pages, the button in place and without JavaScript, and after logging in."""

from __future__ import annotations

import time
from itertools import count

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from accounts.notifications.unsubscribe import build_unsubscribe_url
from discussions.models import Follow
from discussions.notifications.activities import notify_about_all_activities
from tests.browser.looks import open_page
from tests.browser.test_account import assert_clean, log_in
from tests.factories import PASSWORD, get_focus_area, make_comment, make_member_of_the_public, make_publication

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("reset_rate_limits")]
numbers = count(1)


@pytest.fixture
def person() -> User:
    """Return a member who follows an item, a focus area and a search, and has notifications."""
    name = f"{time.time_ns()}{next(numbers)}"
    person = make_member_of_the_public(f"follows{name}@example.org", display_name="Sam Sample")
    item = make_publication(f"A guide with a rather long name for narrow screens {name}")
    for fields in (
        {"item_id": item.pk},
        {"focus_area": get_focus_area()},
        {"search": "/browse/?q=autism", "search_name": "Autism"},
    ):
        Follow.objects.create(user=person, **fields)
    make_comment(make_comment(item, person), text="Thank you. We tried it in **Year 4**, and it helped.")
    make_comment(item, text="averyveryverylongwordwithoutanyplacetobreakit" * 4)
    notify_about_all_activities.call()
    return person


PAGES = {
    "notifications": "/account/notifications/",
    "what you follow": "/account/following/",
    "follow a search": "/follow/search/?path=/browse/&focus=leadership",
}


@pytest.mark.looks
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_of_following_is_clean(site, page, complaints, person, path):
    log_in(page.context, site, person)

    assert open_page(page, site + path) == 200

    assert_clean(page, complaints)


def test_the_way_out_is_clean_and_works(site, page, complaints, person):
    page.goto(site + build_unsubscribe_url(person.pk).removeprefix("https://testserver"))
    assert_clean(page, complaints)

    page.get_by_role("button", name="Stop these emails").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You will not get any more emails about what you follow")
    assert_clean(page, complaints)


def test_the_button_works_in_place_by_keyboard(site, page: Page, complaints, person):
    log_in(page.context, site, person)
    page.goto(f"{site}/focus-areas/outcomes/")
    page.get_by_role("button", name="Follow this focus area").focus()

    page.keyboard.press("Enter")

    stop = page.get_by_role("button", name="Stop following this focus area")
    expect(stop).to_be_focused()
    expect(page.get_by_role("link", name="Everything you follow")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Follow this focus area")).to_be_focused()
    assert complaints == []


def test_without_javascript_a_visitor_follows_after_logging_in(browser: Browser, site, person):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/focus-areas/outcomes/")
    page.get_by_role("link", name="Log in to follow this focus area").click()
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()

    page.get_by_role("button", name="Follow this focus area").click()

    expect(page.get_by_role("status").filter(has_text="You now follow")).to_be_visible()
    expect(page.get_by_role("button", name="Stop following this focus area")).to_be_visible()
    context.close()


def test_a_search_is_followed_and_let_go_without_javascript(browser: Browser, site, person):
    context = browser.new_context(java_script_enabled=False)
    log_in(context, site, person)
    page = context.new_page()
    page.goto(f"{site}/browse/?focus=leadership")
    page.get_by_role("link", name="Follow this search by email").click()
    page.get_by_role("button", name="Follow this search", exact=True).click()
    expect(page.get_by_text("You now follow “Leadership”.")).to_be_visible()

    page.goto(f"{site}/account/following/")
    page.get_by_role("button", name="Stop following Leadership").first.click()

    expect(page.get_by_text("You have stopped following this.")).to_be_visible()
    context.close()
