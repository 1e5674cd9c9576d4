"""Tests of what publishers add to a user's account page and to the deletion of an account."""

from __future__ import annotations

import pytest

from accounts import account_sections
from accounts.privacy.deletion import delete_person
from resources.models import Invitation, Membership, PublisherApplication
from tests.factories import (
    make_application,
    make_contributor,
    make_invitation,
    make_owner,
    make_publisher,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.django_db


def test_the_persons_page_shows_their_publishers_and_what_they_are_there(client):
    user = make_owner(make_publisher("Mine", slug="mine"))
    make_publisher("Another")
    client.force_login(user)

    text = client.get("/account/").text

    assert ('href="/publishers/mine/people/"' in text, "Owner" in text, "Another" in text) == (True, True, False)


@pytest.mark.parametrize(
    ("status", "shown"),
    [("waiting", "Waiting for an editor"), ("turned_down", "Turned down"), ("withdrawn", "Withdrawn")],
)
def test_the_persons_page_shows_where_an_application_stands(client, status, shown):
    decided = {} if status == "waiting" else {"decided_at": "2026-01-01T00:00Z", "answer": "No."}
    application = make_application(make_verified(make_user()), name="The Reading Charity", status=status, **decided)
    client.force_login(application.applicant)

    text = client.get("/account/").text

    assert ("The Reading Charity" in text, shown in text) == (True, True)


def test_the_last_owner_is_told_to_find_another_before_the_account_goes():
    owner = make_owner(publisher := make_publisher("Mine"))
    make_contributor(publisher)
    assert [reason.partition(".")[0] for reason in account_sections.get_deletion_obstacles(owner)] == [
        "You are the only owner of Mine"
    ]

    make_owner(publisher)

    assert account_sections.get_deletion_obstacles(owner) == []


@pytest.mark.parametrize(("make_person", "must"), [(make_owner, True), (make_contributor, False), (make_user, False)])
def test_owners_must_have_a_second_factor(make_person, must):
    assert account_sections.is_second_factor_required(make_person()) is must


def test_with_the_account_go_memberships_applications_and_invitations_to_the_address():
    person = make_verified(make_contributor(email="me@example.org"))
    make_application(person)
    make_invitation(email="ME@example.org")
    make_invitation(email="somebody@example.org")
    other = make_application(voucher_name="Me Myself", voucher_email="Me@Example.org")

    delete_person(person, with_content=False)

    other.refresh_from_db()
    assert (Membership.objects.count(), list(PublisherApplication.objects.all())) == (0, [other])
    assert list(Invitation.objects.values_list("email", flat=True)) == ["somebody@example.org"]
    assert (other.voucher_name, other.voucher_email) == ("a former member", "")
