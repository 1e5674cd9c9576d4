"""Tests of invitations: signed, valid for a week, and for one use."""

from __future__ import annotations

import re
import threading
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.core import mail, signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from resources.models import Invitation, Membership
from tests.factories import (
    make_contributor,
    make_editor,
    make_invitation,
    make_owner,
    make_publisher,
    make_user,
    make_verified,
)

pytestmark = pytest.mark.django_db
PEOPLE = "/publishers/mine/people/"


@pytest.fixture
def publisher():
    """Return a publisher without members."""
    return make_publisher("Mine", slug="mine")


@pytest.fixture
def owner(client, publisher):
    """Return the publisher's owner, logged in."""
    user = make_owner(publisher, email="owner@example.org", display_name="Olive Owner")
    client.force_login(user)
    return user


@pytest.fixture
def person():
    """Return a user whose address is not the one invited."""
    return make_verified(make_user("other@example.org", display_name="Gus Guest"))


@pytest.fixture
def guest(person):
    """Return that user's client."""
    browser = Client()
    browser.force_login(person)
    return browser


def invite(client, email="new@example.org", role="contributor"):
    """Send an invitation through the page, and return the path of the link in the email."""
    client.post(PEOPLE, {"email": email, "role": role})
    return link_in_last_message()


def link_in_last_message():
    found = re.search(r"https?://[^/]+(/publishers/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_an_invitation_goes_to_the_address_with_a_link(client, publisher, owner):
    link = invite(client, "New@Example.org")

    assert mail.outbox[0].to == ["new@example.org"]
    assert "Olive Owner (Mine) has invited you to join Mine" in mail.outbox[0].body
    assert re.fullmatch(r"/publishers/mine/invitation/[\w:-]+/", link)
    assert list(publisher.steps.values_list("what", "by")) == [("invited", owner.pk)]


def test_a_visitor_is_told_who_invites_and_may_log_in_or_sign_up(client, owner):
    link = invite(client)

    text = Client().get(link).text

    assert "Olive Owner (Mine) has invited you to join Mine" in text
    assert f'/accounts/signup/?next={quote(link)}"' in text
    assert "new@example.org" not in text


def test_it_is_accepted_with_any_address_of_ones_own(client, publisher, owner, guest, person):
    link = invite(client, role="owner")

    response = guest.post(link)

    assert response["Location"] == PEOPLE
    assert publisher.memberships.get(user=person).role == "owner"
    assert publisher.steps.last().what == "joined"
    assert (mail.outbox[-1].to, "Gus Guest has accepted" in mail.outbox[-1].body) == (["owner@example.org"], True)


def test_looking_at_it_accepts_nothing(client, publisher, owner, guest):
    guest.get(invite(client))

    assert publisher.memberships.count() == 1


def test_an_address_that_is_not_verified_must_be_so_first(client, publisher, owner):
    link, browser = invite(client), Client()
    browser.force_login(make_user())

    browser.post(link)

    assert publisher.memberships.count() == 1


def test_a_visitor_who_posts_is_asked_to_log_in_first(client, publisher, owner):
    link = invite(client)

    assert Client().post(link)["Location"] == f"/accounts/login/?next={quote(link)}"


def test_it_works_once(client, publisher, owner, guest):
    link, late = invite(client), Client()
    late.force_login(make_verified(make_user()))
    guest.post(link)

    statuses = [late.get(link).status_code, late.post(link).status_code]

    assert (statuses, publisher.memberships.count(), Invitation.objects.count()) == ([404, 404], 2, 0)


def test_who_has_joined_is_led_to_the_publisher_by_the_used_link(client, publisher, owner, guest):
    link = invite(client)
    guest.post(link)

    assert [guest.get(link)["Location"], guest.post(link)["Location"]] == [PEOPLE, PEOPLE]


@pytest.mark.parametrize(("days", "status"), [(6.99, 200), (7.01, 404)])
def test_it_works_for_a_week(client, owner, guest, person, days, status):
    link = invite(client)

    with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
        guest.force_login(person)
        statuses = [guest.get(link).status_code]
        guest.post(link)

    assert statuses == [status]
    assert Membership.objects.filter(user=person).exists() is (status == 200)


def test_an_expired_one_is_shown_so_and_can_be_sent_again(client, publisher, owner, guest, person):
    old = invite(client)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        client.force_login(owner)
        assert "Expired" in client.get(PEOPLE).text

        client.post(f"/publishers/mine/invitations/{Invitation.objects.get().pk}/resend/")
        guest.force_login(person)
        statuses = [guest.get(link).status_code for link in (old, link_in_last_message())]

    assert statuses == [404, 200]


def test_sent_again_the_first_link_stops_working(client, owner, guest):
    first = invite(client)

    second = invite(client, role="owner")

    assert [guest.get(link).status_code for link in (first, second)] == [404, 200]
    assert Invitation.objects.get().role == "owner"


def test_taken_back_it_stops_working(client, publisher, owner, guest):
    link = invite(client)

    client.post(f"/publishers/mine/invitations/{Invitation.objects.get().pk}/revoke/")

    assert (guest.post(link).status_code, publisher.memberships.count()) == (404, 1)
    assert publisher.steps.last().what == "revoked"


def test_a_suspended_publisher_takes_nobody_in(client, publisher, owner, guest):
    link = invite(client)
    publisher.suspend(by=make_editor(), reason="Complaints")

    assert (guest.get(link).status_code, guest.post(link).status_code) == (404, 404)


def forge_invitation_url(invitation):
    key = invitation.key.hex
    good = invitation.token
    return {
        "the key alone": key,
        "another salt": signing.dumps(key, salt="something else"),
        "another secret": signing.dumps(key, key="guessed", salt="resources.invitation"),
        "no such key": signing.dumps("0" * 32, salt="resources.invitation"),
        "no key at all": signing.dumps(7, salt="resources.invitation"),
        "a list": signing.dumps([key], salt="resources.invitation"),
        "one letter changed": good[:-1] + ("A" if good[-1] != "A" else "B"),
        "cut off": good[:-4],
        "longer": good + "A",
        "an injection": "1' OR '1'='1",
        "very long": "A" * 5000,
        "nothing we know": "\u202e%00",
    }


@pytest.mark.parametrize("how", forge_invitation_url(Invitation()))
def test_a_forged_link_is_answered_as_a_used_one(publisher, guest, how):
    invitation = make_invitation(publisher)
    assert guest.get(f"/publishers/mine/invitation/{invitation.token}/").status_code == 200

    response = guest.get(f"/publishers/mine/invitation/{forge_invitation_url(invitation)[how]}/")
    guest.post(f"/publishers/mine/invitation/{forge_invitation_url(invitation)[how]}/")

    assert (response.status_code, publisher.memberships.count()) == (404, 0)


def test_nothing_tells_whether_an_address_has_an_account(client, owner):
    make_user("known@example.org")

    texts = [client.post(PEOPLE, {"email": email, "role": "owner"}, follow=True) for email in ADDRESSES]

    assert [len(each.redirect_chain) for each in texts] == [1, 1]
    assert len({each.text.replace("unknown", "known").split("messages")[1][:200] for each in texts}) == 1
    assert len(mail.outbox) == 2


ADDRESSES = ("known@example.org", "unknown@example.org")


def test_who_belongs_to_it_already_is_not_invited(client, publisher, owner):
    make_contributor(publisher, email="connie@example.org")

    response = client.post(PEOPLE, {"email": "CONNIE@example.org", "role": "owner"})

    assert ("already belongs to the publisher" in response.text, len(mail.outbox)) == (True, 0)


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b@c", "new@example.org\nBcc: all@example.org", "x" * 300 + "@a.org"]
)
def test_a_bad_address_is_refused(client, owner, email):
    client.post(PEOPLE, {"email": email, "role": "owner"})

    assert (Invitation.objects.count(), len(mail.outbox)) == (0, 0)


def test_nobody_loses_a_role_by_accepting(client, publisher, owner):
    other = make_verified(make_owner(publisher))
    browser = Client()
    browser.force_login(other)

    browser.post(invite(client, "second-address@example.org", role="contributor"))

    assert other.memberships.get().role == "owner"


def test_a_contributor_who_accepts_to_be_an_owner_becomes_one(client, publisher, owner):
    connie = make_verified(make_contributor(publisher))
    browser = Client()
    browser.force_login(connie)

    browser.post(invite(client, "second-address@example.org", role="owner"))

    assert connie.memberships.get().role == "owner"


def test_an_editor_invites_the_first_owner_of_a_publisher(client, publisher, guest, person):
    client.force_login(make_editor())

    guest.post(invite(client, role="owner"))

    assert publisher.memberships.get().user == person


def test_nobody_can_flood_mailboxes(client, publisher, owner):
    for number in range(30):
        client.post(PEOPLE, {"email": f"new{number}@example.org", "role": "contributor"})

    response = client.post(PEOPLE, {"email": "onemore@example.org", "role": "contributor"})

    assert (response.status_code, len(mail.outbox)) == (429, 30)


def test_a_name_with_a_line_break_adds_no_header(client, publisher, owner):
    publisher.name = "Mine\r\nBcc: all@example.org"
    publisher.save()

    invite(client)

    message = mail.outbox[0].message()
    assert (message["Subject"], message["Bcc"]) == ("Join Mine Bcc: all@example.org on the SEND Gateway", None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("people", [1, 5], ids=["one person many times", "many people"])
def test_accepted_many_times_at_once_it_makes_one_member(people):
    invitation = make_invitation(make_publisher("Mine", slug="mine"))
    guests = [make_verified(make_user()) for _ in range(people)] * (5 // people)
    start = threading.Barrier(5)
    answers = []

    def accept(guest):
        browser = Client()
        browser.force_login(guest)
        start.wait()
        answers.append(browser.post(link).status_code)
        connection.close()

    link = f"/publishers/mine/invitation/{invitation.token}/"
    threads = [threading.Thread(target=accept, args=[guest]) for guest in guests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (Membership.objects.count(), Invitation.objects.count()) == (1, 0)
    assert sorted(answers) == ([302] * 5 if people == 1 else [302, 404, 404, 404, 404])


def test_an_editor_and_an_owner_without_a_name_say_for_whom_they_invite(publisher):
    owner, editor = make_owner(publisher), make_editor(display_name="Edi")

    assert make_invitation(publisher, invited_by=owner).inviter == "An owner (Mine)"
    assert make_invitation(publisher, invited_by=editor).inviter == "Edi (SEND Gateway)"
