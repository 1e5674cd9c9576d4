"""Tests of the workflow of a publication: who may take which step, who is told, and the editors' queue."""

from __future__ import annotations

from itertools import product

import pytest
from django.core import mail

from gateway.catalogue.models import Status, StepNotAllowed
from resources.publications.workflow import take_step
from tests.factories import make_contributor, make_editor, make_owner, make_publication, make_publisher, make_user
from tests.resources.manage.forms import LIST, QUEUE, get_page_url, make_changed_form

pytestmark = pytest.mark.django_db
ROLES = ("stranger", "contributor", "owner", "owner of a trusted publisher", "editor")
ALLOWED = {
    ("draft", "in_review"): {"contributor", "owner", "owner of a trusted publisher", "editor"},
    ("draft", "published"): {"owner of a trusted publisher", "editor"},
    ("returned", "in_review"): {"contributor", "owner", "owner of a trusted publisher", "editor"},
    ("in_review", "published"): {"owner of a trusted publisher", "editor"},
    ("in_review", "returned"): {"owner of a trusted publisher", "editor"},
    ("in_review", "draft"): {"contributor", "owner", "owner of a trusted publisher", "editor"},
    ("published", "draft"): {"owner", "owner of a trusted publisher", "editor"},
    ("published", "archived"): {"owner", "owner of a trusted publisher", "editor"},
    ("archived", "published"): {"owner of a trusted publisher", "editor"},
    ("archived", "draft"): {"owner", "owner of a trusted publisher", "editor"},
}
"""Who may take each step. Nobody may take a step that is not listed."""


def make_publication_in(status, **fields):
    start = Status.IN_REVIEW if status == Status.RETURNED else status
    publication = make_publication(status=start, body="Words.", focus_areas=["leadership"], **fields)
    if status == Status.RETURNED:
        publication.move(status, by=make_editor(), reason="Please name the ages.")
    return publication


def make_person(role, publisher):
    if role == "editor":
        return make_editor()
    if role == "stranger":
        return make_owner(make_publisher(is_trusted=True))
    return make_contributor(publisher) if role == "contributor" else make_owner(publisher)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("status", "to"), list(product(Status.values, Status.values)))
@pytest.mark.matrix
def test_a_step_is_taken_only_by_those_who_may(role, status, to):
    publisher = make_publisher(is_trusted=role == "owner of a trusted publisher")
    publication = make_publication_in(status, publisher=publisher)

    try:
        take_step(publication, to, by=make_person(role, publisher), reason="Because.")
    except StepNotAllowed:
        taken = False
    else:
        taken = True

    assert taken == (role in ALLOWED.get((status, to), set()))


def test_editors_hear_of_what_is_sent_for_review():
    editor, publication = make_editor(), make_publication_in(Status.DRAFT)

    take_step(publication, Status.IN_REVIEW, by=make_contributor(publication.publisher))

    assert [message.to for message in mail.outbox] == [[editor.email]]
    assert QUEUE in mail.outbox[0].body


def test_its_author_hears_why_it_was_returned_and_reads_it_at_the_form(client):
    publisher = make_publisher()
    author = make_contributor(publisher)
    publication = make_publication_in(Status.DRAFT, publisher=publisher, created_by=author)
    take_step(publication, Status.IN_REVIEW, by=author)

    take_step(publication, Status.RETURNED, by=make_editor(), reason="Please name the ages.")

    client.force_login(author)
    assert "Please name the ages." in mail.outbox[-1].body
    assert mail.outbox[-1].to == [author.email]
    assert "Please name the ages." in client.get(get_page_url(publication)).text


def test_who_has_left_the_publisher_hears_nothing_more():
    author = make_user()
    publication = make_publication_in(Status.IN_REVIEW, created_by=author)

    take_step(publication, Status.RETURNED, by=make_editor(), reason="Please name the ages.")

    assert mail.outbox == []


def test_its_author_hears_that_it_is_published():
    publisher = make_publisher()
    author = make_contributor(publisher)
    publication = make_publication_in(Status.IN_REVIEW, publisher=publisher, created_by=author)

    take_step(publication, Status.PUBLISHED, by=make_editor())

    assert [message.to for message in mail.outbox] == [[author.email]]
    assert publication.get_absolute_url() in mail.outbox[0].body


def test_an_editor_publishes_from_the_queue_with_one_press(client):
    publication = make_publication_in(Status.IN_REVIEW)
    client.force_login(make_editor())

    response = client.post(get_page_url(publication, "step"), {"to": "published", "version": 1, "next": "queue"})

    publication.refresh_from_db()
    assert response.url == QUEUE
    assert publication.is_public


def test_what_changed_after_it_was_read_is_not_published(client):
    publication = make_publication_in(Status.IN_REVIEW)
    publication.take_version(1)
    client.force_login(make_editor())

    client.post(get_page_url(publication, "step"), {"to": "published", "version": 1})

    publication.refresh_from_db()
    assert publication.status == Status.IN_REVIEW


def test_a_return_without_a_reason_asks_for_one(client):
    publication = make_publication_in(Status.IN_REVIEW)
    client.force_login(make_editor())

    response = client.post(get_page_url(publication, "step"), {"to": "returned", "reason": "  "})

    publication.refresh_from_db()
    assert "Enter what needs to change" in response.text
    assert publication.status == Status.IN_REVIEW


def test_the_queue_says_what_waits_the_longest_first(client):
    publisher = make_publisher()
    author = make_contributor(publisher, display_name="Connie")
    waiting = [make_publication_in(Status.DRAFT, publisher=publisher) for _ in range(2)]
    for publication in reversed(waiting):
        take_step(publication, Status.IN_REVIEW, by=author)
    client.force_login(make_editor())

    response = client.get(QUEUE)

    assert [each.pk for each in response.context["page"]] == [waiting[1].pk, waiting[0].pk]
    assert "by Connie" in response.text


def test_the_queue_costs_the_same_however_much_waits(client, django_assert_num_queries):
    client.force_login(make_editor())
    for _ in range(3):
        make_publication_in(Status.IN_REVIEW)

    with django_assert_num_queries(6):
        client.get(QUEUE)


def test_words_that_readers_see_are_changed_only_by_those_who_may_publish(client):
    publication = make_publication_in(Status.PUBLISHED)
    client.force_login(make_owner(publication.publisher))

    response = client.post(get_page_url(publication), make_changed_form(publication, title="Another title"))

    publication.refresh_from_db()
    assert response.status_code == 403
    assert publication.title != "Another title"


def test_several_are_sent_for_review_at_once_and_the_unfinished_stays(client):
    publisher = make_publisher()
    ready = make_publication_in(Status.DRAFT, publisher=publisher)
    unfinished = make_publication(status=Status.DRAFT, publisher=publisher)
    client.force_login(make_contributor(publisher))

    client.post(LIST, {"action": "send_for_review", "_selected_action": [ready.pk, unfinished.pk]})

    ready.refresh_from_db()
    unfinished.refresh_from_db()
    assert (ready.status, unfinished.status) == (Status.IN_REVIEW, Status.DRAFT)
