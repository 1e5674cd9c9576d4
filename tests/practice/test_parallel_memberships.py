"""Concurrent requests for the same change."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection

from practice.models import SchoolMembership, SchoolMessage
from practice.schools import memberships, school_messages
from tests.factories import make_editor, make_member, make_school, make_user

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER_OF_THREADS = 6


def run_at_once(act: Callable[[int], object]) -> list[object]:
    """Call a function from several threads, and return what each call returned or the DecidedBefore that it raised."""

    def attempt(number: int) -> object:
        try:
            return act(number)
        except memberships.DecidedBefore as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(NUMBER_OF_THREADS) as pool:
        return list(pool.map(attempt, range(NUMBER_OF_THREADS)))


def test_a_form_that_is_sent_many_times_at_once_sends_one_message():
    school, sender, key = make_school(), make_user(), uuid.uuid4()
    member = make_member(school)

    run_at_once(lambda number: school_messages.send_to_school(sender, school, "Hello", key))

    assert SchoolMessage.objects.count() == 1
    assert [message.to for message in mail.outbox] == [[member.email]]


def test_somebody_who_says_where_they_work_many_times_at_once_is_asked_about_once():
    school, user = make_school(), make_user()
    make_member(school)

    run_at_once(lambda number: memberships.request_membership(user, school, "Teacher"))

    assert user.school_memberships.count() == 1
    assert len(mail.outbox) == 1


def test_of_many_who_decide_at_once_one_decides():
    membership = memberships.request_membership(make_user(), make_school(), "Teacher")
    editor = make_editor()

    def act(number: int) -> None:
        mine = SchoolMembership.objects.get(pk=membership.pk)
        (memberships.refuse if number % 2 else memberships.confirm)(mine, by=editor)

    tries = run_at_once(act)

    assert sum(isinstance(each, memberships.DecidedBefore) for each in tries) == NUMBER_OF_THREADS - 1
    assert len(mail.outbox) == 1


def test_a_link_that_is_followed_many_times_at_once_counts_once():
    school = make_school(website="https://oak.example.org")
    membership = memberships.request_membership(make_user(), school, "Teacher")
    memberships.send_link(membership, "a@oak.example.org")

    tries = run_at_once(lambda number: memberships.follow_link(SchoolMembership.objects.get(pk=membership.pk)))

    assert [each for each in tries if each is True] == [True]
