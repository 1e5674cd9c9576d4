"""The account in a real browser: clean pages, by keyboard, without JavaScript, and with a passkey."""

from __future__ import annotations

import re
import time
from itertools import count

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.models import User
from tests.accounts.messages import find_code
from tests.browser.looks import LOOKS, find_flaws, open_page
from tests.factories import PASSWORD, make_member_of_the_public

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("reset_rate_limits")]

PAGES = {
    "your account": "/account/",
    "what you have saved": "/account/saved/",
    "welcome: areas": "/account/welcome/areas/",
    "welcome: school": "/account/welcome/school/?next=/about/",
    "delete your account": "/account/delete/",
    "email address": "/accounts/email/",
    "new password": "/accounts/password/change/",
    "log out": "/accounts/logout/",
    "second step": "/accounts/2fa/",
    "end of the app": "/accounts/2fa/totp/deactivate/",
    "new passkey": "/accounts/2fa/webauthn/add/",
    "no passkeys": "/accounts/2fa/webauthn/",
    "recovery codes": "/accounts/2fa/recovery-codes/",
    "new recovery codes": "/accounts/2fa/recovery-codes/generate/",
    "who are you": "/accounts/reauthenticate/",
    "who are you, by a code": "/accounts/2fa/reauthenticate/",
    "where you are logged in": "/accounts/sessions/",
    "other accounts": "/accounts/3rdparty/",
}
OPEN_PAGES = {
    "log in": "/accounts/login/",
    "sign up": "/accounts/signup/",
    "log in with a code": "/accounts/login/code/",
    "forgotten password": "/accounts/password/reset/",
    "link is sent": "/accounts/password/reset/done/",
    "old link": "/accounts/password/reset/key/1-forged/",
    "password is changed": "/accounts/password/reset/key/done/",
    "closed account": "/accounts/inactive/",
    "cancelled": "/accounts/3rdparty/login/cancelled/",
    "failed": "/accounts/3rdparty/login/error/",
}
numbers = count(1)


@pytest.fixture
def person() -> User:
    return make_member_of_the_public(f"browser{time.time_ns()}{next(numbers)}@example.org")


def log_in(context: BrowserContext, site: str, person: User) -> None:
    """Log the user in with a fresh authentication."""
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


def assert_clean(page: Page, complaints: list[str], width: int = 0) -> None:
    """Assert that a page is clean, in every look or only in light at a width."""
    assert find_flaws(page, [("light", width)] if width else LOOKS) == {}
    assert page.locator("h1").count() == 1
    assert complaints == []


@pytest.mark.looks
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_of_the_account_is_clean(site, page, complaints, person, path):
    log_in(page.context, site, person)
    TOTP.activate(person, "A" * 32)
    RecoveryCodes.activate(person)

    status = open_page(page, site + path)

    assert (status, page.url) == (200, site + path)
    assert_clean(page, complaints)


@pytest.mark.looks
@pytest.mark.parametrize("path", OPEN_PAGES.values(), ids=OPEN_PAGES.keys())
def test_a_page_for_those_outside_is_clean(site, page, complaints, path):
    assert open_page(page, site + path) in {200, 401}

    complaints[:] = [each for each in complaints if "401" not in each]
    assert_clean(page, complaints)


@pytest.mark.looks
@pytest.mark.parametrize("width", [320, 1280])
def test_setting_up_an_app_is_clean_at_every_step(site, page, complaints, person, width):
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page.context, site, person)
    page.goto(f"{site}/accounts/2fa/totp/activate/")
    assert_clean(page, complaints, width)
    page.get_by_label("Code from the app").fill("000000")
    page.get_by_role("button", name="Use this app").click()

    expect(page.get_by_role("alert")).to_contain_text("This code is not correct")
    assert page.title().startswith("Error: ")
    assert_clean(page, complaints, width)


def sign_up(page: Page, site: str, address: str) -> None:
    page.goto(f"{site}/accounts/signup/")
    page.get_by_label("Email address").fill(address)
    page.get_by_label("Role").select_option("SENCO")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_label("Code")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_newcomer_signs_up_with_and_without_javascript(site, browser: Browser, scripts):
    page = browser.new_context(java_script_enabled=scripts).new_page()
    address = f"newcomer{time.time_ns()}@example.org"
    mail.outbox.clear()
    sign_up(page, site, address)
    page.get_by_label("Code").fill(find_code(mail.outbox[0]))
    page.get_by_role("button", name="Continue").click()

    for _ in range(3):
        page.get_by_role("button", name="Skip this step").click()
    expect(page).to_have_url(f"{site}/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account")
    page.context.close()


@pytest.mark.looks
def test_the_code_page_is_clean_and_shows_what_is_wrong(site, page, complaints):
    mail.outbox.clear()
    sign_up(page, site, f"newcomer{time.time_ns()}@example.org")
    assert_clean(page, complaints, 1280)
    page.get_by_label("Code").fill("AAAA-AAAA")
    page.get_by_role("button", name="Continue").click()

    expect(page.get_by_role("alert")).to_contain_text("This code is not correct")
    assert_clean(page, complaints, 1280)


def test_the_account_is_reached_and_used_by_keyboard_alone(site, page, person):
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email address").focus()
    page.keyboard.type(person.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/account/")
    page.get_by_label("Your name").focus()
    page.keyboard.type("Kit")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status")).to_contain_text("We have saved your changes")
    expect(page.locator(".panel").first).to_contain_text("Kit")


def test_an_item_is_kept_without_javascript(site, browser: Browser, person):
    context = browser.new_context(java_script_enabled=False)
    log_in(context, site, person)
    page = context.new_page()
    page.goto(f"{site}/resources/teaching-and-managing-students-with-adhd/")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("button", name="Save for later")).to_have_count(0)
    page.goto(f"{site}/account/saved/")

    expect(page.get_by_role("article")).to_have_count(1)
    context.close()


def add_authenticator(page: Page) -> None:
    """Give the browser a device with a fingerprint reader, as a phone has."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def add_passkey(page: Page, site: str) -> None:
    page.goto(f"{site}/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")


def test_a_passkey_is_added_and_lets_the_person_in_without_a_password(site, page, complaints, person):
    add_authenticator(page)
    log_in(page.context, site, person)
    add_passkey(page, site)
    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/")
    page.get_by_role("button", name="Use my passkey").click()

    expect(page).to_have_url(f"{site}/account/")
    assert complaints == []


def test_a_passkey_is_the_second_step_after_a_password(site, page, complaints, person):
    add_authenticator(page)
    log_in(page.context, site, person)
    add_passkey(page, site)
    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Complete the second step")
    assert_clean(page, complaints, 1280)
    page.get_by_role("button", name="Use my passkey").click()

    expect(page).to_have_url(f"{site}/account/")
    assert complaints == []


def test_passkeys_are_listed_renamed_and_removed(site, page, complaints, person):
    add_authenticator(page)
    log_in(page.context, site, person)
    add_passkey(page, site)
    page.goto(f"{site}/accounts/2fa/webauthn/")
    assert_clean(page, complaints, 1280)
    page.get_by_role("link", name=re.compile("Rename")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rename this passkey")
    assert_clean(page, complaints, 1280)
    page.get_by_label("Name").fill("Old phone")
    page.get_by_role("button", name="Save name").click()
    page.get_by_role("link", name="Remove Old phone").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Remove this passkey?")
    assert_clean(page, complaints, 1280)
    page.get_by_role("button", name="Remove passkey").click()

    expect(page.get_by_text("You have no passkeys yet.")).to_be_visible()
    assert complaints == []


def test_a_passkey_that_cannot_be_reached_is_said_in_words(site, page, complaints):
    page.goto(f"{site}/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no device')) }")
    page.get_by_role("button", name="Use my passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("We could not use your passkey")
    assert complaints == []


def test_without_javascript_the_page_says_why_there_is_no_passkey(site, browser: Browser):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/accounts/login/")

    expect(page.get_by_role("button", name="Use my passkey")).to_be_hidden()
    expect(page.get_by_text("You need JavaScript to use a passkey")).to_be_visible()
    page.context.close()


@pytest.mark.looks
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_that_asks_to_wait_is_clean(site, page, complaints, width):
    page.set_viewport_size({"width": width, "height": 900})
    for _ in range(6):
        page.goto(f"{site}/accounts/password/reset/")
        page.get_by_label("Email address").fill("somebody@example.org")
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.get_by_role("button", name="Email me a link").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Wait before you try again")
    complaints[:] = [each for each in complaints if "429" not in each]
    assert_clean(page, complaints, width)
