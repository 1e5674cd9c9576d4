"""Tests of a publisher's members: roles, removal, leaving, and the last owner, who cannot leave."""

from __future__ import annotations

import threading
from contextlib import suppress
from itertools import combinations_with_replacement

import pytest
from django.core import mail
from django.db import connection

from accounts.privacy.deletion import AccountStillNeeded, delete_account
from resources.models import Membership, Publisher, Role
from resources.publishers.members import LastOwner, NoLongerAllowed, change_role, leave, remove
from tests.factories import (
    make_contributor,
    make_editor,
    make_invitation,
    make_owner,
    make_publisher,
    make_user,
)

pytestmark = pytest.mark.django_db


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


def get_page(user, end=""):
    return f"/publishers/mine/people/{user.memberships.get().pk}/{end}"


def list_roles(publisher):
    return dict(publisher.memberships.values_list("user__email", "role"))


def test_an_owner_sees_who_belongs_to_it(client, publisher, owner):
    make_contributor(publisher, email="connie@example.org", display_name="Connie")

    text = client.get("/publishers/mine/people/").text

    assert [word in text for word in ("Olive Owner", "Connie", "connie@example.org")] == [True] * 3


def test_a_contributor_sees_names_but_no_addresses(client, publisher, owner):
    client.force_login(make_contributor(publisher))

    text = client.get("/publishers/mine/people/").text

    assert ("Olive Owner" in text, "owner@example.org" in text) == (True, False)
    assert "Send invitation" not in text


def test_an_owner_makes_somebody_an_owner_who_hears_of_it(client, publisher, owner):
    connie = make_contributor(publisher, email="connie@example.org")

    client.post(get_page(connie), {"role": "owner"})

    assert list_roles(publisher) == {"owner@example.org": "owner", "connie@example.org": "owner"}
    assert [(message.to, "now an owner of Mine" in message.body) for message in mail.outbox] == [
        (["connie@example.org"], True)
    ]
    assert list(publisher.steps.values_list("what", "by", "whom")) == [("made_owner", owner.pk, connie.pk)]


def test_a_role_that_does_not_exist_is_refused(client, publisher, owner):
    connie = make_contributor(publisher)

    response = client.post(get_page(connie), {"role": "emperor"})

    assert (response.status_code, connie.memberships.get().role) == (200, "contributor")


def test_an_owner_removes_somebody_who_hears_of_it(client, publisher, owner):
    connie = make_contributor(publisher, email="connie@example.org")

    client.post(get_page(connie, "remove/"))

    assert list_roles(publisher) == {"owner@example.org": "owner"}
    assert [message.subject for message in mail.outbox] == ["You are no longer a member of Mine"]
    assert list(publisher.steps.values_list("what", "by", "whom")) == [("removed", owner.pk, connie.pk)]


def test_a_member_leaves(client, publisher, owner):
    connie = make_contributor(publisher)
    client.force_login(connie)

    client.post("/publishers/mine/people/leave/")

    assert list_roles(publisher) == {"owner@example.org": "owner"}
    assert list(publisher.steps.values_list("what", "whom")) == [("left", connie.pk)]


def test_the_last_owner_is_neither_demoted_nor_removed_and_cannot_leave(client, publisher, owner):
    make_contributor(publisher, email="connie@example.org")
    address = get_page(owner)

    texts = [
        client.post(address, {"role": "contributor"}).text,
        client.post(f"{address}remove/", follow=True).text,
        client.post("/publishers/mine/people/leave/", follow=True).text,
    ]

    assert ["A publisher needs an owner" in text for text in texts] == [True] * 3
    assert list_roles(publisher) == {"owner@example.org": "owner", "connie@example.org": "contributor"}


def test_not_even_an_editor_removes_the_last_owner(client, publisher, owner):
    client.force_login(make_editor())

    client.post(get_page(owner, "remove/"))

    assert list_roles(publisher) == {"owner@example.org": "owner"}


def test_an_owner_who_may_no_longer_log_in_does_not_count(client, publisher, owner):
    make_owner(publisher, is_active=False, email="gone@example.org")

    client.post("/publishers/mine/people/leave/")

    assert list_roles(publisher)["owner@example.org"] == "owner"


def test_with_a_second_owner_the_first_may_go(client, publisher, owner):
    make_owner(publisher, email="other@example.org")

    client.post("/publishers/mine/people/leave/")

    assert list_roles(publisher) == {"other@example.org": "owner"}


def test_the_people_of_a_suspended_publisher_change_nothing_but_may_leave(client, publisher, owner):
    connie = make_contributor(publisher, email="connie@example.org")
    publisher.suspend(by=make_editor(), reason="Complaints")

    statuses = [
        client.get("/publishers/mine/people/").status_code,
        client.post(get_page(connie), {"role": "owner"}).status_code,
        client.post("/publishers/mine/people/", {"email": "new@example.org", "role": "owner"}).status_code,
        client.get("/publishers/mine/profile/").status_code,
    ]
    client.force_login(connie)
    client.post("/publishers/mine/people/leave/")

    assert statuses == [200, 404, 404, 404]
    assert list_roles(publisher) == {"owner@example.org": "owner"}


def test_who_was_removed_while_they_looked_at_the_page_can_do_nothing_with_it(publisher, owner):
    other = make_owner(publisher)
    connie = make_contributor(publisher).memberships.get()
    remove(other.memberships.get(), by=owner)

    for act in (lambda: change_role(connie, Role.OWNER, by=other), lambda: remove(connie, by=other)):
        with pytest.raises(NoLongerAllowed):
            act()


def test_somebody_who_has_left_meanwhile_cannot_be_changed(publisher, owner):
    membership = make_contributor(publisher).memberships.get()
    leave(Membership.objects.get(pk=membership.pk))

    for act in (lambda: change_role(membership, Role.OWNER, by=owner), lambda: remove(membership, by=owner)):
        with pytest.raises(NoLongerAllowed):
            act()


ACTS = {
    "leave": lambda mine, other: leave(mine),
    "remove the other": lambda mine, other: remove(other, by=mine.user),
    "demote the other": lambda mine, other: change_role(other, Role.CONTRIBUTOR, by=mine.user),
    "delete one's account": lambda mine, other: delete_account(mine.user, with_content=False),
    "demote oneself": lambda mine, other: change_role(mine, Role.CONTRIBUTOR, by=mine.user),
}


@pytest.mark.django_db(transaction=True)
def test_whatever_two_owners_do_at_once_one_owner_stays():
    left = {}

    for first, second in combinations_with_replacement(ACTS, 2):
        publisher = make_publisher()
        make_contributor(publisher)
        one, two = (make_owner(publisher).memberships.get() for _ in range(2))
        run_at_once((first, one, two), (second, two, one))
        left[first, second] = publisher.memberships.owners().count()

    assert left == dict.fromkeys(left, 1)


def run_at_once(*turns):
    """Run each act in its own thread. Refusals are expected."""
    start = threading.Barrier(len(turns))

    def act(name, mine, other):
        start.wait()
        with suppress(LastOwner, NoLongerAllowed, AccountStillNeeded):
            ACTS[name](mine, other)
        connection.close()

    actors = [threading.Thread(target=act, args=turn) for turn in turns]
    for actor in actors:
        actor.start()
    for actor in actors:
        actor.join()


def test_the_page_costs_the_same_for_few_and_many_people(client, publisher, owner, django_assert_num_queries):
    for _ in range(200):
        make_contributor(publisher)

    with django_assert_num_queries(9):
        client.get("/publishers/mine/people/")


def test_its_own_page_shows_members_the_way_to_its_people(client, publisher, owner):
    link = 'href="/publishers/mine/people/"'

    seen = [link in client.get("/publishers/mine/").text]
    client.force_login(make_user())
    seen.append(link in client.get("/publishers/mine/").text)

    assert seen == [True, False]


def test_a_person_without_a_name_is_not_shown_by_address(client, publisher):
    make_owner(publisher, email="hidden@example.org")
    client.force_login(make_contributor(publisher))

    assert "hidden@example.org" not in client.get("/publishers/mine/people/").text
    assert Publisher.objects.get().memberships.count() == 2


@pytest.mark.parametrize(
    ("page_of", "queries"),
    [
        ("/publishers/mine/people/leave/", 5),
        ("/publishers/mine/profile/", 8),
        ("/publishers/mine/people/{member}/", 6),
        ("/publishers/mine/invitation/{token}/", 5),
        ("/publishers/other/invitation/forged/", 5),
    ],
)
def test_each_page_costs_a_fixed_number_of_queries(
    client, publisher, owner, django_assert_num_queries, page_of, queries
):
    token, member = make_invitation(publisher).token, make_contributor(publisher).memberships.get().pk
    address = page_of.format(token=token, member=member)
    client.get(address)

    with django_assert_num_queries(queries):
        client.get(address)
