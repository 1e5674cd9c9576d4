"""Schools in a real browser: clean pages, suggestions by keyboard, and everything without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from practice.models import School, SchoolMembership
from tests.browser.axe import find_violations
from tests.browser.looks import find_flaws, open_page
from tests.factories import make_member, make_school, make_story, make_user

pytestmark = pytest.mark.browser
URN = "9700001"
PAGES = {
    "the directory": "/schools/",
    "the directory by postcode": "/schools/?q=LS1&phase=primary",
    "a school": f"/schools/{URN}/",
    "where I work": "/account/school/",
    "finding a school": "/account/school/find/?q=zeb",
    "finding none": "/account/school/find/?q=nowhere",
    "joining": f"/account/school/join/{URN}/",
    "adding": "/account/school/add/",
    "leaving": "/account/school/9700003/leave/",
    "writing": f"/schools/{URN}/write/",
    "messages": "/account/messages/",
}


@pytest.fixture(scope="module")
def person(site: str, django_db_blocker) -> Iterator[User]:
    """Yield a member of a school with a waiting colleague, among schools to search for."""
    with django_db_blocker.unblock():
        user = make_user(display_name="Terry")
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        zebra = make_school("Zebra Primary School", urn=URN, town="Leeds", postcode="LS1 4AP", pupils=200)
        make_school("Zebedee Nursery", urn="9700002", town="York")
        theirs = make_school("Zenith College", urn="9700003", website="https://zenith.example.org")
        make_member(zebra)
        make_member(theirs, user)
        make_member(theirs, status=SchoolMembership.Status.WAITING)
        make_story("Zebra crossing", school=zebra, focus_areas=["leadership"])
        yield user
        for school in School.objects.filter(urn__startswith="97"):
            school.memberships.all().delete()
            school.examples.all().delete()
            school.delete()


@pytest.fixture
def log_in(site: str, person: User) -> Callable[[BrowserContext], None]:
    """Return a function that logs that member in."""

    def log_in(context: BrowserContext) -> None:
        client = Client()
        client.force_login(person)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookie: Any = {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}
        context.add_cookies([cookie])

    return log_in


@pytest.mark.looks
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_clean_in_light_and_dark_narrow_and_wide(site, page, log_in, complaints, path):
    log_in(page.context)

    assert open_page(page, site + path) == 200

    assert find_flaws(page) == {}
    assert complaints == []


def type_in_box(page: Page, site: str, text: str) -> None:
    """Fill in the box at once and wait for its suggestions: each typed letter could bring suggestions of its own."""
    page.goto(f"{site}/account/school/find/")
    page.get_by_role("combobox").fill(text)
    expect(page.get_by_role("option").first).to_be_visible()


def test_a_school_is_chosen_by_keyboard(site, page, log_in):
    log_in(page.context)
    type_in_box(page, site, "zeb")
    box = page.get_by_role("combobox")

    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="2 schools found")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", f"suggestion-{URN}")
    expect(box).to_be_focused()
    assert find_violations(page) == []
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{site}/account/school/join/{URN}/")


def test_escape_closes_the_suggestions_and_the_arrow_opens_them(site, page, log_in):
    log_in(page.context)
    type_in_box(page, site, "zeb")
    box = page.get_by_role("combobox")

    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", f"suggestion-{URN}")


@pytest.mark.acts_early
def test_suggestions_that_arrive_after_escape_stay_closed(site, page, log_in):
    log_in(page.context)
    type_in_box(page, site, "zeb")
    box = page.get_by_role("combobox")
    held = []
    page.route(re.compile(r"/suggest/\?q=zebra$"), lambda route: held.append(route))

    with page.expect_request(re.compile(r"/suggest/\?q=zebra$")):
        box.fill("zebra")
    box.press("Escape")
    with page.expect_response(re.compile(r"/suggest/\?q=zebra$")):
        held[0].continue_()
    expect(page.locator("#suggestions [role=option]")).to_have_count(1)

    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")


def test_what_is_typed_after_choosing_counts(site, page, log_in):
    log_in(page.context)
    type_in_box(page, site, "zeb")

    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/find/\?q=zeb$"))


def test_a_school_is_chosen_with_the_mouse(site, page, log_in):
    log_in(page.context)
    type_in_box(page, site, "york")

    page.get_by_role("option", name="Zebedee Nursery").click()

    expect(page).to_have_url(f"{site}/account/school/join/9700002/")


@pytest.mark.parametrize("width", [320, 1280])
def test_a_school_is_joined_without_javascript(site, browser: Browser, log_in, person, width):
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 900})
    log_in(context)
    page = context.new_page()
    page.goto(f"{site}/account/school/find/")
    page.get_by_label("Name, town, postcode or URN").fill("zeb york")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("radio", name=re.compile("Zebedee Nursery")).check()
    page.get_by_role("button", name="Continue with this school").click()
    page.get_by_label("Your role there").fill("Teacher")
    page.get_by_role("button", name="Yes, I work here").click()

    expect(page).to_have_url(f"{site}/account/school/9700002/email/")
    page.goto(f"{site}/account/school/")
    expect(page.get_by_text("Waiting to be confirmed")).to_have_count(1)
    context.close()
    person.school_memberships.filter(school__urn="9700002").delete()
