"""Logging in by password or by code, what no page reveals, and how a session begins and ends."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.accounts.messages import find_code, link_in
from tests.factories import PASSWORD, make_editor, make_member_of_the_public, make_user

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "known@example.org", "never@example.org"
LOGIN, RESET = "/accounts/login/", "/accounts/password/reset/"
CODE, CONFIRM_CODE = "/accounts/login/code/", "/accounts/login/code/confirm/"
ELSEWHERE = [
    "//evil.example",
    "https://evil.example/",
    "https:evil.example",
    "/\\evil.example",
    "\thttps://evil.example",
    "https://testserver@evil.example",
    "javascript:alert(1)",
    "///evil.example",
    "http:\\\\evil.example",
]


@pytest.fixture
def person():
    """Return a member with a verified address."""
    return make_member_of_the_public(KNOWN)


def log_in(client, email=KNOWN, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def is_in(client):
    return "_auth_user_id" in client.session


def get_revealed_text(response, address):
    """Return what a response reveals, without the submitted address and the tokens that change each time."""
    text = response.text.replace(address, "ADDRESS")
    return response.status_code, re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]+"', "", text)


def test_the_password_lets_a_person_in(client, person):
    assert (log_in(client).url, is_in(client)) == ("/account/", True)


def test_the_case_of_the_address_does_not_matter(client, person):
    log_in(client, KNOWN.upper())

    assert is_in(client)


@pytest.mark.parametrize(
    "as_copied", ["{}-{}", " {}{} ", "{}\N{EN DASH}{}", "“{}\N{NO-BREAK SPACE}{}”", "{}\N{ZERO WIDTH SPACE}{}."]
)
def test_a_code_by_e_mail_lets_a_person_in_however_it_is_copied(client, person, as_copied):
    asked = client.post(CODE, {"email": KNOWN})
    client.post(CONFIRM_CODE, {"code": as_copied.format(*find_code(mail.outbox[0]).split("-"))})

    assert (asked.url, is_in(client)) == (CONFIRM_CODE, True)


def test_a_code_works_once(client, person):
    client.post(CODE, {"email": KNOWN})
    code = find_code(mail.outbox[0])
    client.post(CONFIRM_CODE, {"code": code})
    client.logout()

    client.post(CONFIRM_CODE, {"code": code})

    assert not is_in(client)


def test_a_code_is_of_use_only_where_it_was_asked_for(client, person):
    client.post(CODE, {"email": KNOWN})
    other = Client()
    other.post(CONFIRM_CODE, {"code": find_code(mail.outbox[0])})

    assert not is_in(other)


def test_who_is_suspended_stays_out(client, person):
    User.objects.update(is_active=False)

    log_in(client)

    assert not is_in(client)


def test_a_wrong_password_says_the_same_of_known_and_unknown_addresses(client, person):
    answers = [get_revealed_text(log_in(Client(), address, "wrong password"), address) for address in (KNOWN, UNKNOWN)]

    assert answers[0] == answers[1]


@pytest.mark.parametrize("path", [CODE, RESET])
def test_asking_for_a_code_or_a_link_says_the_same_of_known_and_unknown_addresses(person, path):
    answers = []
    for address in (KNOWN, UNKNOWN):
        client = Client()
        response = client.post(path, {"email": address})
        answers.append((response["Location"], get_revealed_text(client.get(response["Location"]), address)))

    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[KNOWN], [UNKNOWN]]


def test_the_page_that_takes_the_code_says_the_same_after_a_wrong_one(person):
    answers = []
    for address in (KNOWN, UNKNOWN):
        client = Client()
        client.post(CODE, {"email": address})
        answers.append(get_revealed_text(client.post(CONFIRM_CODE, {"code": "AAAA-AAAA"}), address))

    assert answers[0] == answers[1]


def test_five_wrong_passwords_in_five_minutes_are_enough(person):
    said = [log_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), password=f"wrong {n}").text for n in range(1, 8)]

    assert ["too many times" in text for text in said] == [False] * 5 + [True] * 2


def test_after_too_many_the_right_password_does_not_count(client, person):
    for n in range(5):
        log_in(Client(), password=f"wrong {n}")

    log_in(client)

    assert not is_in(client)


def test_a_header_that_names_another_address_evades_no_limit(person):
    for n in range(10):
        log_in(Client(headers={"X-Forwarded-For": f"198.51.100.{n}"}), f"never{n}@example.org", "wrong")
    page = log_in(Client(headers={"X-Forwarded-For": "198.51.100.99"}), "last@example.org", "wrong")

    assert "too many times" in page.text


def test_asking_too_often_for_a_link_is_answered_with_the_page_that_says_when(person):
    statuses = [Client(REMOTE_ADDR=f"192.0.2.{n}").post(RESET, {"email": KNOWN}).status_code for n in range(6)]
    page = Client(REMOTE_ADDR="192.0.2.99").post(RESET, {"email": KNOWN})

    assert statuses == [302] * 5 + [429]
    assert (0 < int(page["Retry-After"]) <= 60, "try again in one minute" in page.text) == (True, True)
    assert len(mail.outbox) == 5


def test_a_log_in_begins_a_new_session(client, person):
    client.get(LOGIN)
    client.session["planted"] = "yes"
    client.session.save()
    before = client.session.session_key

    log_in(client)

    assert client.session.session_key != before


def test_a_new_password_ends_all_other_sessions(client, person):
    other = Client()
    log_in(client)
    log_in(other)
    new = {"oldpassword": PASSWORD, "password1": "quite another password", "password2": "quite another password"}
    client.post("/accounts/password/change/", new)

    assert (client.get("/account/").status_code, other.get("/account/").status_code) == (200, 302)


def test_who_is_suspended_is_out_at_once(client, person):
    log_in(client)
    User.objects.update(is_active=False)

    assert client.get("/account/").status_code == 302


def test_a_forgotten_password_is_chosen_anew_by_a_link_that_works_once(client, person):
    client.post(RESET, {"email": KNOWN})
    link = link_in(mail.outbox[0])
    form = client.get(link).url
    new = {"password1": "quite another password", "password2": "quite another password"}
    client.post(form, new)

    assert (log_in(client, password="quite another password").status_code, is_in(client)) == (302, True)
    assert "no longer works" in Client().get(link, follow=True).text


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_log_in_never_leads_elsewhere(client, person, address):
    response = log_in(client, next=address)

    assert response.url == "/account/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_a_log_out_never_leads_elsewhere(client, person, address):
    log_in(client)

    assert client.post("/accounts/logout/", {"next": address}).url == "/"


def test_a_log_in_leads_back_to_where_it_was_asked_for(client, person):
    assert log_in(client, next="/browse/?focus=leadership").url == "/browse/?focus=leadership"


def test_the_admin_has_no_log_in_of_its_own(client):
    make_editor(email="editor@example.org")

    answers = [client.get("/manage/login/"), client.post("/manage/login/", {"username": "editor@example.org"})]

    assert [answer.url for answer in answers] == ["/accounts/login/?next=/manage/"] * 2


def test_a_log_out_needs_a_post(client, person):
    log_in(client)

    client.get("/accounts/logout/")

    assert is_in(client)


def test_forms_need_their_token(person):
    strict = Client(enforce_csrf_checks=True)

    statuses = [strict.post(page, {}).status_code for page in (LOGIN, CODE, RESET, "/accounts/signup/")]

    assert statuses == [403] * 4


def test_an_address_is_changed_once_a_code_from_the_new_one_is_entered(client, person):
    log_in(client)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", {"action_add": "", "email": "new@example.org"})
    before = User.objects.get().email
    codes = [message for message in mail.outbox if message.to == ["new@example.org"]]
    client.post("/accounts/confirm-email/", {"code": find_code(codes[0])})

    assert (before, User.objects.get().email) == (KNOWN, "new@example.org")
    assert [message.to for message in mail.outbox if "has changed" in message.subject] == [[KNOWN]]


def test_changing_to_a_known_address_says_the_same_as_to_an_unknown_one(client, person):
    make_user("taken@example.org")
    answers = []
    for address in ("taken@example.org", "free@example.org"):
        cache.clear()
        visitor = Client()
        log_in(visitor)
        visitor.post("/accounts/reauthenticate/", {"password": PASSWORD})
        response = visitor.post("/accounts/email/", {"action_add": "", "email": address})
        answers.append((response["Location"], get_revealed_text(visitor.get(response["Location"]), address)))

    assert answers[0] == answers[1]
