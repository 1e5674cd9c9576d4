"""Tests of reminders of review dates."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from gateway.catalogue.models import Status
from tests.factories import make_contributor, make_editor, make_owner, make_publication, make_publisher

pytestmark = pytest.mark.django_db


def get_today():
    return timezone.localdate()


def remind():
    call_command("remind_reviews", verbosity=0)
    return [message.to for message in mail.outbox]


def test_the_owners_of_a_publisher_are_written_to_on_the_day():
    publisher = make_publisher()
    owner, _ = make_owner(publisher), make_contributor(publisher)
    publication = make_publication(publisher=publisher, review_by=get_today())

    assert remind() == [[owner.email]]
    assert publication.title in mail.outbox[0].body


def test_of_one_date_nobody_is_reminded_twice():
    publisher = make_publisher()
    make_owner(publisher)
    make_publication(publisher=publisher, review_by=get_today() - timedelta(days=3))

    remind()

    assert len(remind()) == 1


def test_a_new_date_is_reminded_of_anew():
    publisher = make_publisher()
    make_owner(publisher)
    publication = make_publication(publisher=publisher, review_by=get_today() - timedelta(days=3))
    remind()
    publication.review_by = get_today()
    publication.save()

    assert len(remind()) == 2


def test_what_is_due_together_comes_in_one_message():
    publisher = make_publisher()
    make_owner(publisher)
    for _ in range(3):
        make_publication(publisher=publisher, review_by=get_today())

    assert len(remind()) == 1


@pytest.mark.parametrize(("status", "days"), [(Status.PUBLISHED, 1), (Status.DRAFT, 0), (Status.ARCHIVED, 0)])
def test_what_is_not_out_or_not_due_is_left_alone(status, days):
    publisher = make_publisher()
    make_owner(publisher)
    make_publication(publisher=publisher, status=status, review_by=get_today() + timedelta(days=days))

    assert remind() == []


def test_editors_are_written_to_where_a_publisher_has_no_owner():
    editor = make_editor()
    make_publication(review_by=get_today())

    assert remind() == [[editor.email]]
