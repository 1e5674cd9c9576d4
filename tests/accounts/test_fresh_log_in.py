"""Users who give others rights must authenticate again if they logged in long ago."""

from __future__ import annotations

import pytest
import time_machine
from django.core import mail

from tests.accounts.messages import find_code
from tests.factories import make_contributor, make_member_of_the_public, make_owner, make_publisher, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
AGAIN = "/accounts/reauthenticate/"
LOG_IN, BY_CODE = "/accounts/login/", "/accounts/login/code/"


@pytest.fixture(autouse=True)
def required(settings):
    """Require a fresh login, as in production."""
    settings.REQUIRE_FRESH_LOG_IN = True


@pytest.fixture
def publisher():
    return make_publisher(slug="mine")


def log_in_long_ago(client, user):
    """Log a user in without a recent authentication that allauth knows of."""
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)


def test_an_invitation_is_sent_once_the_owner_has_shown_that_it_is_them(client, publisher):
    log_in_long_ago(client, make_owner(publisher))

    asked = client.post("/publishers/mine/people/", {"email": "new@example.org", "role": "contributor"})
    before = publisher.invitations.count()
    client.post(asked.url, {"password": PASSWORD})

    assert asked.url.startswith(AGAIN)
    assert [before, publisher.invitations.count()] == [0, 1]


@pytest.mark.parametrize(("act", "form"), [("", {"role": "owner"}), ("remove/", {})])
def test_a_role_changes_after_a_fresh_log_in_alone(client, publisher, act, form):
    member = make_contributor(publisher)
    log_in_long_ago(client, make_owner(publisher))
    membership = member.memberships.get()

    answer = client.post(f"/publishers/mine/people/{membership.pk}/{act}", form)

    assert answer.url.startswith(AGAIN)
    assert member.memberships.get().role == membership.role


def test_a_superuser_shows_it_before_rights_change(client):
    person = make_user()
    log_in_long_ago(client, make_user(is_staff=True, is_superuser=True))

    answers = [
        client.post(f"/manage/accounts/user/{person.pk}/change/", {"is_superuser": "on"}),
        client.post("/manage/accounts/user/add/", {"email": "new@example.org"}),
    ]

    assert all(answer.url.startswith(AGAIN) for answer in answers)


def test_to_look_at_people_asks_for_nothing(client, publisher):
    log_in_long_ago(client, make_owner(publisher))

    assert client.get("/publishers/mine/people/").status_code == 200


@pytest.mark.parametrize("address", ["/account/download/", "/account/download/file/", "/account/delete/"])
def test_whom_the_log_in_has_just_asked_is_not_asked_again_for_five_minutes(client, address):
    make_member_of_the_public("sam@example.org")
    with time_machine.travel(1_800_000_000, tick=False) as now:
        client.post(LOG_IN, {"login": "sam@example.org", "password": PASSWORD})
        now.shift(4 * 60)
        soon = client.get(address)
        now.shift(2 * 60)
        later = client.get(address)

    assert soon.status_code == 200
    assert later.url.startswith(AGAIN)


def test_a_log_in_by_code_is_as_fresh_as_one_by_password(client):
    make_member_of_the_public("sam@example.org")
    client.post(BY_CODE, {"email": "sam@example.org"})
    client.post(f"{BY_CODE}confirm/", {"code": find_code(mail.outbox[0])})

    assert client.get("/account/delete/").status_code == 200


def test_what_another_person_gave_in_the_same_browser_counts_for_nobody_else(client):
    make_member_of_the_public("sam@example.org")
    client.post(LOG_IN, {"login": "sam@example.org", "password": PASSWORD})

    log_in_long_ago(client, make_user())

    assert client.get("/account/delete/").url.startswith(AGAIN)


def test_the_word_of_a_provider_is_not_enough(client):
    person = make_user()
    log_in_long_ago(client, person)
    session = client.session
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [{"method": "socialaccount", "at": 32_503_680_000}]
    session.save()

    assert client.get("/account/delete/").url.startswith(AGAIN)
