"""Who gives others rights shows again that it is them, if they logged in long ago."""

from __future__ import annotations

import pytest

from tests.factories import make_contributor, make_owner, make_publisher, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
AGAIN = "/accounts/reauthenticate/"


@pytest.fixture(autouse=True)
def required(settings):
    """As in production."""
    settings.REQUIRE_FRESH_LOG_IN = True


@pytest.fixture
def publisher():
    return make_publisher(slug="mine")


def log_in_long_ago(client, user):
    """Log somebody in, by no way that allauth remembers."""
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
