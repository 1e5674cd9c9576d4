"""The second step of a login is required once it is set up, cannot be skipped, and accepts no code twice."""

from __future__ import annotations

import re

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from tests.accounts.messages import find_code, link_in
from tests.accounts.totp import get_code
from tests.factories import PASSWORD, make_member_of_the_public

pytestmark = pytest.mark.django_db

KNOWN = "known@example.org"
AUTHENTICATE = "/accounts/2fa/authenticate/"


@pytest.fixture
def now():
    """Yield a clock that moves only when a test shifts it."""
    with time_machine.travel(1_800_000_000, tick=False) as traveller:
        yield traveller


@pytest.fixture
def secret(client, now):
    """Return the key of a new member's authenticator app; the client is logged in as that member."""
    make_member_of_the_public(KNOWN)
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/").text
    found = re.search(r"Key: <code>([A-Z2-7]+)</code>", page)
    assert found is not None
    client.post("/accounts/2fa/totp/activate/", {"code": get_code(found[1])})
    now.shift(60)
    return found[1]


def log_in(client):
    return client.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})


def is_in(client):
    return "_auth_user_id" in client.session


def test_setting_up_an_app_gives_recovery_codes(client, secret):
    page = client.get("/accounts/2fa/recovery-codes/")

    assert len(re.findall(r"<li><code>\d{8}</code></li>", page.text)) == 10


@pytest.mark.django_db(transaction=True)
def test_the_person_hears_of_it_by_e_mail(secret):
    assert [message.subject for message in mail.outbox] == ["An authenticator app was set up for your account"]


def test_the_password_alone_is_then_too_little(secret):
    visitor = Client()

    response = log_in(visitor)

    assert (response["Location"], is_in(visitor)) == (AUTHENTICATE, False)


def test_a_code_of_the_app_completes_the_log_in(secret):
    visitor = Client()
    log_in(visitor)
    visitor.post(AUTHENTICATE, {"code": get_code(secret)})

    assert is_in(visitor)


def test_a_code_of_the_app_works_once(secret):
    first, second = Client(), Client()
    log_in(first)
    log_in(second)
    first.post(AUTHENTICATE, {"code": get_code(secret)})
    second.post(AUTHENTICATE, {"code": get_code(secret)})

    assert (is_in(first), is_in(second)) == (True, False)


def test_a_recovery_code_works_once(client, secret):
    code = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    for visitor in (first, second):
        log_in(visitor)
        visitor.post(AUTHENTICATE, {"code": code})

    assert (is_in(first), is_in(second)) == (True, False)


@pytest.mark.parametrize(
    "address",
    [
        "/account/",
        "/accounts/2fa/",
        "/accounts/password/change/",
        "/accounts/email/",
        "/account/download/",
        "/account/download/file/",
    ],
)
def test_no_address_leads_past_the_second_step(secret, address):
    visitor = Client()
    log_in(visitor)

    response = visitor.get(address)

    assert (response.status_code, is_in(visitor)) == (302, False)


def test_a_code_by_e_mail_does_not_replace_the_second_step(secret):
    visitor = Client()
    visitor.post("/accounts/login/code/", {"email": KNOWN})
    code = find_code(mail.outbox[-1])

    response = visitor.post("/accounts/login/code/confirm/", {"code": code})

    assert (response["Location"], is_in(visitor)) == (AUTHENTICATE, False)


def test_a_new_password_by_e_mail_does_not_lead_past_the_second_step(secret):
    visitor = Client()
    visitor.post("/accounts/password/reset/", {"email": KNOWN})
    link = link_in(mail.outbox[-1])
    new = {"password1": "quite another password", "password2": "quite another password"}
    visitor.post(visitor.get(link)["Location"], new)

    response = visitor.post("/accounts/login/", {"login": KNOWN, "password": "quite another password"})

    assert (response["Location"], is_in(visitor)) == (AUTHENTICATE, False)


def test_wrong_codes_are_limited(secret):
    visitor = Client()
    log_in(visitor)
    said = [visitor.post(AUTHENTICATE, {"code": "000000"}).text for _ in range(7)]

    assert "too many times" in said[-1]


def test_a_cancelled_second_step_begins_anew(secret):
    visitor = Client()
    log_in(visitor)
    visitor.post("/accounts/logout/", {"next": "/accounts/login/"})

    response = visitor.get(AUTHENTICATE)

    assert response["Location"].startswith("/accounts/login/")


def test_taking_the_app_away_asks_who_it_is_first(client, secret, now):
    now.shift(600)

    response = client.post("/accounts/2fa/totp/deactivate/")

    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists()
