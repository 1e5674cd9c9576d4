"""The header of every page: one row for every user and any number of notifications, with everything reachable."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from practice.schools import memberships
from tests.browser.axe import find_violations
from tests.browser.test_account import log_in
from tests.factories import make_member, make_owner, make_publisher, make_school, make_verified

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("reset_rate_limits")]

ROW_CENTRES_SCRIPT = """() => [...document.querySelectorAll('.header-row > *, .header summary')]
  .filter((each) => each.checkVisibility({checkVisibilityCSS: true}) && each.getClientRects().length)
  .map((each) => { const box = each.getBoundingClientRect(); return (box.top + box.bottom) / 2; })"""
SMALLEST_TARGET_SCRIPT = """() => Math.min(...[...document.querySelectorAll('.header a, .header summary')]
  .filter((each) => each.checkVisibility({contentVisibilityAuto: true}) && each.getClientRects().length)
  .map((each) => each.getBoundingClientRect()).map((box) => Math.min(box.width, box.height)))"""


@pytest.fixture
def owner() -> User:
    """Return an owner of a publisher with a long name and three new notifications."""
    number = time.time_ns()
    owner = make_owner(
        make_publisher(f"Publisher {number}"), email=f"header{number}@example.org", display_name="Bartholomew " * 6
    )
    make_verified(owner)
    school = make_school(f"Header School {number}")
    make_member(school, owner)
    for name in "abc":
        newcomer = User.objects.create_user(f"{name}{number}@example.org")
        memberships.request_membership(newcomer, school, "Teacher")
    return owner


def count_rows(page: Page) -> int:
    """Count the rows of the header: elements in one row have the same vertical centre."""
    middles = sorted(page.evaluate(ROW_CENTRES_SCRIPT))
    return 1 + sum(after - before > 12 for before, after in pairwise(middles))


@pytest.mark.parametrize("width", [390, 1280])
def test_an_owner_sees_one_row_and_logs_out_by_two_presses(site, page, owner, width):
    page.set_viewport_size({"width": width, "height": 800})
    log_in(page.context, site, owner)
    page.goto(f"{site}/about/")

    assert count_rows(page) == 1
    assert page.locator(".header-row").bounding_box()["height"] <= 84
    assert "3" in page.locator(".header").inner_text()
    if width == 390:
        assert page.locator(".header").bounding_box()["height"] <= 84
        page.get_by_text("Menu").click()
    expect(page.get_by_role("link", name="Log out")).to_be_visible()
    assert page.evaluate(SMALLEST_TARGET_SCRIPT) >= 44
    assert find_violations(page) == []
    page.get_by_role("link", name="Log out").click()
    assert page.url == f"{site}/accounts/logout/"


@pytest.mark.parametrize("width", [320, 390])
def test_the_header_opens_without_javascript_and_widens_nothing(site, browser, owner, width):
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    log_in(context, site, owner)
    page = context.new_page()
    page.goto(f"{site}/reading/?text=largest&spacing=wider&next=/about/")
    page.keyboard.press("Tab")
    while page.locator(":focus").inner_text().split()[:1] != ["Menu"]:
        page.keyboard.press("Tab")

    page.keyboard.press("Enter")

    for name in ("Notifications", "Your account", "Log out", "Schools"):
        expect(page.locator(".header").get_by_role("link", name=name)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize("has_scripts", [True, False])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_visitor_sees_one_row_and_logs_in_by_two_presses(site, browser, width, has_scripts):
    context = browser.new_context(java_script_enabled=has_scripts, viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{site}/about/")

    assert count_rows(page) == 1
    assert page.locator(".header-row").bounding_box()["height"] <= 84
    if width < 1000:
        assert page.locator(".header").bounding_box()["height"] <= 84
        page.get_by_text("Menu").click()
    for name in ("Log in", "Sign up", "Focus areas", "Schools"):
        expect(page.locator(".header").get_by_role("link", name=name)).to_be_visible()
    assert page.evaluate(SMALLEST_TARGET_SCRIPT) >= 44
    page.locator(".header").get_by_role("link", name="Log in").click()
    assert page.url == f"{site}/accounts/login/?next=%2Fabout%2F"
    context.close()
