"""Events of accounts and rights are logged with user, address and request, and without secrets."""

from __future__ import annotations

import logging

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.monitoring.request_id import RequestIdFilter
from resources.models import Role
from tests.factories import PASSWORD, make_contributor, make_member_of_the_public, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog):
    """Return a function that reads the security log lines of an event, each with its request ID."""
    caplog.set_level(logging.INFO, "gateway.security")
    caplog.handler.addFilter(RequestIdFilter())

    def read(event: str) -> list[str]:
        return [
            f"{record.request_id} {record.message}" for record in caplog.records if record.message.startswith(event)
        ]

    return read


def log_in(client, person, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": person.email, "password": password})


def test_a_log_in_is_logged_with_person_address_and_request(client, lines):
    person = make_member_of_the_public()

    log_in(client, person)

    (line,) = lines("log-in user")
    request_id, _, said = line.partition(" ")
    assert len(request_id) == 16
    assert said == f"log-in user={person.pk} address=127.0.0.1"


def test_a_failed_log_in_is_logged_without_what_was_typed(client, lines):
    person = make_member_of_the_public()

    log_in(client, person, "a wrong password")

    (line,) = lines("log-in failed")
    assert f"user={person.pk} " in line
    assert "wrong" not in line
    assert person.email not in line


def test_a_wrong_code_is_logged_as_a_wrong_password_is(client, lines):
    person = make_member_of_the_public()
    client.post(reverse("account_request_login_code"), {"email": person.email})

    client.post(reverse("account_confirm_login_code"), {"code": "WRNG-CODE"})

    (line,) = lines("code refused")
    assert f"user={person.pk} address=127.0.0.1" in line
    assert "WRNG" not in line


def test_a_right_and_a_role_that_change_are_logged(lines):
    person = make_user()
    person.is_staff = person.is_editor = True
    person.save()
    membership = make_contributor().memberships.get()
    membership.role = Role.OWNER
    membership.save()

    assert any(f"of={person.pk} right=is_editor now=True" in line for line in lines("right changed"))
    assert any(f"user_id={membership.user_id} role=owner" in line for line in lines("role at a publisher changed"))


def test_what_is_no_right_is_not_logged(lines):
    person: User = make_user()
    person.display_name = "Ann"
    person.save()

    assert lines("right changed") == []


def test_a_refusal_is_logged(client, lines):
    client.force_login(make_user())

    client.get(reverse("admin:login"))

    assert any("status=403" in line for line in lines("refused"))


@pytest.mark.parametrize(
    ("name", "status", "keeps"),
    [
        ("django.request", 403, False),
        ("django.security.DisallowedHost", None, False),
        ("django.request", 500, True),
    ],
)
def test_an_expected_refusal_is_a_line_and_a_fault_keeps_its_traceback(name, status, keeps):
    try:
        raise ValueError
    except ValueError as error:
        found = (ValueError, error, error.__traceback__)
    record = logging.LogRecord(name, logging.ERROR, "", 1, "Refused", (), found)
    if status:
        record.status_code = status

    assert RequestIdFilter().filter(record)
    assert (record.exc_info is not None) == keeps
