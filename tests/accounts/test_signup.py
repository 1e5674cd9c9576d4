"""Signing up by e-mail, with a role, and only with an address that the user can read."""

from __future__ import annotations

import contextlib
import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator, validate_password
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.mail.outbox import PAUSE_KEY, send_due
from accounts.models import OutgoingMessage, User
from tests.accounts.messages import find_code
from tests.accounts.smtp_sink import run_smtp_sink
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ADDRESS = "new@example.org"
CODE_PAGE = "/accounts/confirm-email/"
WELCOME = "/account/welcome/?next=%2Faccount%2F"


def sign_up(client, email=ADDRESS, **changes):
    details = {"email": email, "role": "senco", "password1": "a long enough password", **changes}
    return client.post(reverse("account_signup"), details)


def test_a_newcomer_signs_up_and_shows_by_a_code_that_the_address_is_theirs(client):
    response = sign_up(client)
    code = find_code(mail.outbox[0])
    done = client.post(CODE_PAGE, {"code": code})

    person = User.objects.get(email=ADDRESS)
    assert (response.status_code, response.url, done.url) == (302, CODE_PAGE, WELCOME)
    assert (person.role, client.session["_auth_user_id"]) == ("senco", str(person.pk))
    assert EmailAddress.objects.filter(user=person, verified=True, primary=True).count() == 1


def test_nobody_is_in_before_the_address_is_confirmed(client):
    sign_up(client)

    assert "_auth_user_id" not in client.session
    assert client.get(reverse("account")).status_code == 302


def test_a_wrong_code_lets_nobody_in(client):
    sign_up(client)

    page = client.post(CODE_PAGE, {"code": "AAAA-AAAA"})

    assert "This code is not correct" in page.text
    assert "_auth_user_id" not in client.session


def test_after_three_wrong_codes_the_right_one_does_not_count(client):
    sign_up(client)
    for _ in range(3):
        client.post(CODE_PAGE, {"code": "AAAA-AAAA"})

    client.post(CODE_PAGE, {"code": find_code(mail.outbox[0])})

    assert not EmailAddress.objects.filter(verified=True).exists()


def test_a_new_code_can_be_asked_for(client):
    sign_up(client)
    cache.clear()  # reset the limit of one message in ten seconds
    client.post(CODE_PAGE, {"action": "resend"})

    assert client.post(CODE_PAGE, {"code": find_code(mail.outbox[-1])}).url == WELCOME


def test_one_may_come_back_and_log_in_to_finish(client):
    sign_up(client)
    client.cookies.clear()
    cache.clear()
    client.post(reverse("account_login"), {"login": ADDRESS, "password": "a long enough password"})

    assert client.post(CODE_PAGE, {"code": find_code(mail.outbox[-1])}).url == "/account/"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"role": ""}, "Choose your role"),
        ({"role": "headmaster-of-the-universe"}, "Select a valid choice"),
        ({"email": "no address"}, "Enter an email address in the correct format"),
        ({"email": "a\x00@example.org"}, "Enter an email address in the correct format"),
        ({"password1": "short"}, "at least 10 characters"),
        ({"password1": "password123456"}, "too common"),
        ({"password1": "new@example.org"}, "too similar"),
    ],
)
def test_what_cannot_be_right_is_refused(client, changes, problem):
    page = sign_up(client, **changes)

    assert (page.status_code, User.objects.count()) == (200, 0)
    assert problem in page.text


def test_more_than_was_asked_for_is_not_taken(client):
    sign_up(client, is_staff="on", is_superuser="on", is_editor="on", is_active="", date_joined="1999-01-01")

    person = User.objects.get(email=ADDRESS)
    assert (person.is_staff, person.is_superuser, person.is_editor, person.is_active) == (False, False, False, True)
    assert person.date_joined.year > 1999


def test_a_known_address_gets_a_message_and_the_page_says_the_same(client):
    make_user("known@example.org")
    answers = []
    for address in ("known@example.org", "never@example.org"):
        client.cookies.clear()
        response = sign_up(client, address)
        page = client.get(response.url)
        answers.append((response.status_code, response.url, without_what_differs(page.text, address)))

    assert answers[0] == answers[1]
    assert [message.subject for message in mail.outbox] == [
        "You already have an account",
        "Your code for the SEND Gateway",
    ]


def without_what_differs(text, address):
    """Return the page without the submitted address and the tokens that change each time."""
    text = text.replace(address, "ADDRESS")
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", text)


def test_signing_up_twice_with_one_address_makes_one_person(client):
    sign_up(client)
    client.cookies.clear()
    sign_up(client, ADDRESS.upper())

    assert User.objects.filter(email__iexact=ADDRESS).count() == 1


def test_sign_up_can_be_closed(client, settings):
    settings.OPEN_FOR_SIGNUP = False

    page = sign_up(client)

    assert (User.objects.count(), "You do not need an account" in page.text) == (0, True)


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_down_breaks_no_sign_up(client, mail_server):
    response = sign_up(client)
    waiting = OutgoingMessage.objects.get()
    OutgoingMessage.objects.update(due_at=waiting.queued_at)
    cache.delete(PAUSE_KEY)
    with run_smtp_sink(mail_server) as server:
        counts = [send_due(), send_due()]

        assert (response.status_code, response.url, counts) == (302, CODE_PAGE, [1, 0])
        assert [message["To"] for message in server.kept] == [ADDRESS]


def test_every_common_password_of_a_sample_is_refused():
    """The sample has 500 of the common passwords that are long enough (ASVS 6.2.4)."""
    common = sorted(each for each in CommonPasswordValidator().passwords if len(each) >= 10)
    accepted = []
    for password in common[:: max(1, len(common) // 500)]:
        with contextlib.suppress(ValidationError):
            validate_password(password)
            accepted.append(password)

    assert accepted == []


class Counted(MD5PasswordHasher):
    """A hasher that counts its calls, which take most of the time in production."""

    hashed = 0

    def encode(self, password, salt):
        Counted.hashed += 1
        return super().encode(password, salt)


def test_signing_up_costs_the_same_for_a_known_address(client, settings):
    make_user("known@example.org")
    settings.PASSWORD_HASHERS = ["tests.accounts.test_signup.Counted"]
    counts = []
    for address in ("known@example.org", ADDRESS):
        before = Counted.hashed
        sign_up(Client(), address)
        counts.append(Counted.hashed - before)

    assert counts[0] == counts[1] > 0


def test_whoever_was_sent_to_log_in_is_led_back_though_they_sign_up_by_the_link_at_the_top(client):
    asked = client.get("/accounts/login/?next=/discussions/ask/%3Ffocus%3Dleadership%26q%3Dtime")
    header = asked.text.split("<main")[0]

    next_page = "?next=%2Fdiscussions%2Fask%2F%3Ffocus%3Dleadership%26q%3Dtime"
    assert f'href="/accounts/signup/{next_page}"' in header
    assert f'href="/accounts/login/{next_page}"' in header
    assert "?next=%2Fevil" not in client.get("/discussions/?next=/evil/").text
