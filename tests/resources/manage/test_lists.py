"""Tests of what the lists and the front page of /manage/ show, and of their query counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutgoingMessage
from gateway.catalogue.models import Status
from tests.factories import (
    make_application,
    make_contributor,
    make_editor,
    make_owner,
    make_publication,
    make_publisher,
)
from tests.resources.manage.forms import LIST, QUEUE

pytestmark = pytest.mark.django_db
FRONT = reverse("admin:index")


def count_queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", [LIST, f"{LIST}?status__exact=draft&q=p", FRONT, QUEUE])
@pytest.mark.parametrize("role", ["owner", "editor"])
def test_a_page_costs_the_same_with_10_and_with_200_publications(client, address, role):
    publisher = make_publisher()
    client.force_login(make_editor() if role == "editor" else make_owner(publisher))
    if role == "owner" and address == QUEUE:
        return
    for number in range(200):
        if number == 10:
            first = count_queries(client, address)
        status = Status.DRAFT if number % 2 else Status.IN_REVIEW
        make_publication(publisher=publisher, status=status, keywords=["word"])

    assert count_queries(client, address) == first
    assert first <= 20


def test_the_front_page_counts_what_is_theirs(client):
    publisher = make_publisher()
    for status in (Status.DRAFT, Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED):
        make_publication(publisher=publisher, status=status)
    make_publication(publisher=publisher, review_by=timezone.localdate() - timedelta(days=1))
    make_publication(status=Status.DRAFT)
    client.force_login(make_contributor(publisher))

    response = client.get(FRONT)

    assert {label: count for label, count, _ in response.context["tallies"]} == {
        "Drafts": 2,
        "Waiting for an editor": 1,
        "Published": 2,
        "Due for another look": 1,
    }


def list_waiting(client):
    return [(each.words, each.address) for each in client.get(FRONT).context["waiting"]]


def test_editors_first_see_what_needs_a_decision_the_longest_waiting_on_top(client):
    with time_machine.travel("2026-11-03 10:00", tick=False):
        make_application()
    with time_machine.travel("2026-11-04 10:00", tick=False):
        make_publication(status=Status.IN_REVIEW)
    client.force_login(make_editor())

    assert list_waiting(client) == [
        ("1 organisation wants to join", "/manage/resources/publisherapplication/?status__exact=waiting"),
        ("1 publication to review", QUEUE),
    ]


def test_editors_see_that_mail_could_not_be_sent(client):
    OutgoingMessage.objects.create(recipients="a@example.org", content={}, failed_at=timezone.now())
    OutgoingMessage.objects.create(recipients="b@example.org", content={})
    client.force_login(make_editor())

    [(words, address)] = list_waiting(client)

    assert words == "1 email could not be sent"
    assert client.get(address).context["cl"].result_count == 1


def test_when_nothing_waits_the_front_page_says_so_to_editors_alone(client):
    texts = []
    for user in (make_editor(), make_owner()):
        client.force_login(user)
        texts.append("Nothing needs a decision" in client.get(FRONT).text)

    assert texts == [True, False]


def test_times_have_a_clock_of_24_hours(client):
    with time_machine.travel("2026-11-03 15:07", tick=False):
        make_publication()
    client.force_login(make_editor())

    assert "3 November 2026, 15:07" in client.get(LIST).text


def test_the_list_of_what_is_due_holds_that_alone(client):
    due = make_publication(review_by=timezone.localdate())
    make_publication(review_by=timezone.localdate() + timedelta(days=1))
    client.force_login(make_editor())

    response = client.get(LIST, {"due": "yes"})

    assert list(response.context["cl"].queryset) == [due]
