"""Memberships of schools: stated, confirmed by e-mail, by a colleague or by an editor, and ended."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from practice.models import School, SchoolMembership
from practice.schools import memberships
from tests.factories import make_editor, make_member, make_school, make_user

pytestmark = pytest.mark.django_db
Status, How = SchoolMembership.Status, SchoolMembership.How


def request_membership(user, school) -> SchoolMembership:
    return memberships.request_membership(user, school, "Teacher")


def find_link(message) -> str:
    match = re.search(r"/account/school/link/[0-9a-f-]+/", message.body)
    assert match
    return match[0]


def test_a_member_says_where_they_work(client):
    user, school = make_user(), make_school(urn="9000001")
    client.force_login(user)

    response = client.post("/account/school/join/9000001/", {"role": "SENCO"})

    membership = SchoolMembership.objects.get()
    assert response.url == "/account/school/9000001/email/"
    assert (membership.user, membership.school, membership.role) == (user, school, "SENCO")
    assert membership.status == Status.WAITING


def test_saying_it_twice_says_it_once(client):
    client.force_login(make_user())
    make_school(urn="9000001")

    for _ in range(2):
        client.post("/account/school/join/9000001/", {"role": "SENCO"})

    assert SchoolMembership.objects.count() == 1


def test_nobody_joins_a_closed_school(client):
    client.force_login(make_user())
    make_school(urn="9000001", status=School.Status.CLOSED)

    page = client.post("/account/school/join/9000001/", {"role": "SENCO"})

    assert "This school closed" in page.text
    assert SchoolMembership.objects.count() == 0


def test_several_people_are_at_one_school_and_one_person_at_several():
    user, oak, elm = make_user(), make_school(), make_school()
    make_member(oak, user)
    make_member(elm, user)
    other = make_member(oak)

    assert [membership.user for membership in oak.memberships.confirmed()] == [user, other]
    assert set(School.objects.for_user(user)) == {oak, elm}


def test_waiting_counts_for_nothing():
    user, school = make_user(), make_school()

    request_membership(user, school)

    assert not SchoolMembership.objects.for_user(user).confirmed().exists()
    assert not School.objects.for_user(user).exists()


# By a colleague or an editor


def post_decision(client, membership, decision="confirm"):
    return client.post(f"/account/school/colleagues/{membership.reference}/", {"decision": decision})


def test_a_confirmed_colleague_confirms(client):
    school, newcomer = make_school(), make_user()
    colleague = make_member(school)
    membership = request_membership(newcomer, school)
    client.force_login(colleague)

    post_decision(client, membership)

    membership.refresh_from_db()
    assert (membership.status, membership.confirmed_how) == (Status.CONFIRMED, How.COLLEAGUE)
    assert membership.decided_by == colleague


def test_a_colleague_may_not_know_them(client):
    school = make_school()
    membership = request_membership(make_user(), school)
    client.force_login(make_member(school))

    post_decision(client, membership, "refuse")

    membership.refresh_from_db()
    assert membership.status == Status.REFUSED


def test_an_editor_confirms(client):
    membership, editor = request_membership(make_user(), make_school()), make_editor()
    client.force_login(editor)

    post_decision(client, membership)

    membership.refresh_from_db()
    assert (membership.status, membership.confirmed_how) == (Status.CONFIRMED, How.EDITOR)


@pytest.mark.parametrize("who", ["stranger", "oneself", "waiting", "left", "elsewhere", "suspended"])
def test_nobody_else_confirms(client, who):
    school, newcomer = make_school(), make_user()
    membership = request_membership(newcomer, school)
    people = {
        "stranger": make_user,
        "oneself": lambda: newcomer,
        "waiting": lambda: make_member(school, status=Status.WAITING),
        "left": lambda: make_member(school, status=Status.LEFT),
        "elsewhere": lambda: make_member(make_school()),
        "suspended": lambda: make_member(school, make_user(is_active=False)),
    }
    client.force_login(people[who]())

    response = post_decision(client, membership)

    membership.refresh_from_db()
    assert response.status_code == (302 if who == "suspended" else 404)
    assert membership.status == Status.WAITING


def test_a_visitor_must_log_in_to_confirm(client):
    response = post_decision(client, request_membership(make_user(), make_school()))

    assert response.url.startswith("/accounts/login/")


def test_the_second_to_decide_is_told(client):
    school = make_school()
    membership = request_membership(make_user(), school)
    memberships.confirm(membership, by=make_member(school))

    with pytest.raises(memberships.DecidedBefore):
        memberships.refuse(membership, by=make_member(school))

    membership.refresh_from_db()
    assert membership.status == Status.CONFIRMED


def test_colleagues_are_told_by_e_mail_without_the_newcomers_address(django_capture_on_commit_callbacks):
    school, newcomer = make_school("Oak"), make_user(display_name="Jo <b>O’Hara</b>")
    colleague = make_member(school)
    make_member(school, status=Status.LEFT)

    with django_capture_on_commit_callbacks(execute=True):
        request_membership(newcomer, school)

    assert [message.to for message in mail.outbox] == [[colleague.email]]
    assert "Jo <b>O’Hara</b>" in mail.outbox[0].body
    assert newcomer.email not in mail.outbox[0].body


def test_a_role_cannot_add_a_header(django_capture_on_commit_callbacks):
    school = make_school()
    make_member(school)

    with django_capture_on_commit_callbacks(execute=True):
        memberships.request_membership(make_user(), school, "Head\r\nBcc: victim@example.org")

    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].bcc == []


# Leaving


def test_who_leaves_is_no_longer_of_the_school(client):
    school = make_school(urn="9000001")
    user = make_member(school)
    client.force_login(user)

    client.post("/account/school/9000001/leave/")

    assert not School.objects.for_user(user).exists()
    assert [membership.status for membership in user.school_memberships.all()] == [Status.LEFT]


def test_who_left_may_come_back_and_is_confirmed_anew(client):
    school = make_school()
    user = make_member(school, status=Status.LEFT)

    membership = request_membership(user, school)

    assert membership.status == Status.WAITING
    assert user.school_memberships.count() == 2


def test_a_page_costs_the_same_with_one_colleague_and_with_fifty(client, django_assert_num_queries):
    school = make_school()
    user = make_member(school)
    client.force_login(user)
    for _ in range(50):
        make_member(school, status=Status.WAITING)

    with django_assert_num_queries(6):
        page = client.get("/account/school/")

    assert page.text.count("Yes, they work here") == 50


@pytest.mark.parametrize(
    "path",
    [
        "",
        "find/",
        "add/",
        "join/9000001/",
        "9000001/email/",
        "9000001/leave/",
        "link/00000000-0000-4000-8000-000000000000/",
    ],
)
def test_a_visitor_is_asked_to_log_in(client, path):
    make_school(urn="9000001")

    response = client.get(f"/account/school/{path}")

    assert response.url.startswith("/accounts/login/?next=")
