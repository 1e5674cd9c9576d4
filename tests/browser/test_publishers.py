"""Joining as a publisher and managing its members in a real browser: clean, by keyboard, without JavaScript."""

from __future__ import annotations

import re
import time
from itertools import count

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, expect

from accounts.models import User
from resources.models import Publisher, PublisherApplication
from tests.browser.axe import find_violations
from tests.browser.looks import find_flaws, open_in_look, open_page
from tests.factories import (
    make_application,
    make_contributor,
    make_editor,
    make_invitation,
    make_owner,
    make_publisher,
    make_user,
    make_verified,
)

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("reset_rate_limits")]
numbers = count(1)
OPEN_PAGES = {
    "how to join": "/publishers/join/",
    "terms": "/publishers/terms/",
    "an invitation that does not work": "/publishers/nobody/invitation/forged/",
}
OWNERS_PAGES = {
    "people": "/publishers/{slug}/people/",
    "a member": "/publishers/{slug}/people/{member}/",
    "leave": "/publishers/{slug}/people/leave/",
    "profile": "/publishers/{slug}/profile/",
    "an invitation": "/publishers/{slug}/invitation/{token}/",
    "your account": "/account/",
}
EDITORS_PAGES = {
    "the queue": "/manage/resources/publisherapplication/",
    "an application": "/manage/resources/publisherapplication/{application}/change/",
    "a publisher in the admin": "/manage/resources/publisher/{publisher}/change/",
}
ANSWERS = {
    "Name of your organisation": "The Reading Charity",
    "Website": "https://reading.example.org",
    "What it does": "We help schools to teach reading.",
    "What you would like to share": "Guides for teaching assistants.",
    "Who can vouch for you": "Vera Voucher, head teacher",
    "Their email address": "vera@example.org",
}


@pytest.fixture
def publisher() -> Publisher:
    """Return a publisher with a contributor and an invitation."""
    made = make_publisher(f"Publisher of the browser {time.time_ns()}")
    make_contributor(made, email=make_address(), display_name="Connie Contributor")
    make_invitation(made, email=make_address())
    return made


def make_address() -> str:
    return f"publishers{time.time_ns()}.{next(numbers)}@example.org"


def log_in(context: BrowserContext, site: str, person: User) -> User:
    """Verify the user's address and log them in."""
    if not EmailAddress.objects.filter(user=person).exists():
        make_verified(person)
    client = Client()
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    value = client.session.session_key or ""
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])
    return person


@pytest.mark.looks
@pytest.mark.parametrize("path", OPEN_PAGES.values(), ids=OPEN_PAGES.keys())
def test_a_page_for_visitors_is_clean(site, page, path):
    page.goto(site + path)

    assert find_flaws(page) == {}


@pytest.mark.looks
@pytest.mark.parametrize("path", OWNERS_PAGES.values(), ids=OWNERS_PAGES.keys())
def test_a_page_for_owners_is_clean(site, page, complaints, publisher, path):
    log_in(page.context, site, make_owner(publisher, email=make_address()))
    member, invitation = publisher.memberships.last(), publisher.invitations.get()

    status = open_page(page, site + path.format(slug=publisher.slug, member=member.pk, token=invitation.token))

    assert (status, find_flaws(page), complaints) == (200, {}, [])


@pytest.mark.looks
@pytest.mark.parametrize("path", EDITORS_PAGES.values(), ids=EDITORS_PAGES.keys())
def test_a_page_for_editors_is_clean(site, page, complaints, publisher, path):
    log_in(page.context, site, make_editor(email=make_address()))
    application = make_application(make_user(make_address()))

    address = path.format(application=application.pk, publisher=publisher.pk)
    status = open_in_look(page, site + address, ("light", 1280))

    assert (status, find_violations(page), complaints) == (200, [], [])


@pytest.mark.parametrize("has_javascript", [True, False])
def test_an_organisation_applies_by_keyboard_and_an_editor_approves(site, browser: Browser, has_javascript):
    context = browser.new_context(java_script_enabled=has_javascript)
    applicant, page = log_in(context, site, make_user(make_address())), context.new_page()
    page.goto(f"{site}/publishers/join/")

    for label, words in ANSWERS.items():
        page.get_by_label(label, exact=True).focus()
        page.keyboard.type(f"{words} {time.time_ns()}" if label.startswith("Name") else words)
    page.get_by_label("What it is", exact=True).select_option("charity")
    page.get_by_label("I have read the terms").press("Space")
    page.get_by_role("button", name="Send application").press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("We have your application")
    application = PublisherApplication.objects.get(applicant=applicant)
    log_in(context, site, make_editor(email=make_address()))
    page.goto(f"{site}/manage/resources/publisherapplication/{application.pk}/change/")
    page.get_by_label("Approve: it becomes a publisher").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("approved. We have emailed the applicant.")).to_be_visible()
    assert list(Publisher.objects.owned_by(applicant).values_list("name", flat=True)) == [application.name]
    context.close()


def test_what_is_missing_is_said_and_each_line_leads_to_its_field(site, page):
    log_in(page.context, site, make_user(make_address()))
    page.goto(f"{site}/publishers/join/")
    page.evaluate("document.querySelectorAll('form').forEach(form => form.noValidate = true)")

    page.get_by_role("button", name="Send application").click()
    page.get_by_role("link", name="Their email address: Enter their email address.").click()

    assert find_violations(page) == []
    expect(page.get_by_label("Their email address", exact=True)).to_be_focused()


def test_a_colleague_is_invited_accepts_and_leaves_without_javascript(site, browser: Browser, publisher):
    context = browser.new_context(java_script_enabled=False)
    log_in(context, site, make_owner(publisher, email=make_address()))
    page, address = context.new_page(), make_address()
    page.goto(f"{site}/publishers/{publisher.slug}/people/")
    page.get_by_label("Email address").fill(address)
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text(f"We have sent an invitation to {address}")).to_be_visible()

    colleague = log_in(context, site, make_user(address))
    token = publisher.invitations.get(email=address).token
    page.goto(f"{site}/publishers/{publisher.slug}/invitation/{token}/")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text(f"You now belong to {publisher.name}.")).to_be_visible()
    assert publisher.memberships.get(user=colleague).role == "contributor"

    page.get_by_role("link", name=f"Leave {publisher.name}").click()
    expect(page).to_have_url(re.compile("/people/leave/$"))
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_text(f"You no longer belong to {publisher.name}.")).to_be_visible()
    context.close()
