"""Notifications about schools and examples, until the user has read them."""

from __future__ import annotations

import uuid

import pytest
from django.core import mail

from accounts.models import Notification
from accounts.notifications.digests import send_due_digests
from gateway.catalogue.models import Status
from practice.examples import workflow
from practice.models import SchoolMembership
from practice.schools import memberships, school_messages
from tests.factories import make_editor, make_member, make_school, make_story, make_user

pytestmark = pytest.mark.django_db
NOTIFICATIONS_ADDRESS = "/account/notifications/"


@pytest.fixture
def school():
    return make_school("Oak School")


@pytest.fixture
def person(client, school):
    user = make_member(school, make_user(display_name="Sena"))
    client.force_login(user)
    return user


@pytest.fixture
def waiting(person, school):
    """Return an example of the person that waits for an editor."""
    return make_story("A calm start", created_by=person, school=school, status=Status.IN_REVIEW)


def has_unread(client):
    page = client.get("/about/").text
    return "unread notifications" in page


def test_a_returned_example_is_told_of_until_its_author_has_opened_it(client, person, waiting):
    workflow.return_to_author(waiting, make_editor(), "Say more.", {})
    page, before = client.get(NOTIFICATIONS_ADDRESS).text, has_unread(client)

    client.get(f"/practice/share/{waiting.slug}/check/")

    assert "“A calm start” came back to you with comments" in page
    assert [before, has_unread(client)] == [True, False]


def test_a_published_example_is_told_of_until_its_author_has_opened_it(client, person, waiting):
    published = workflow.publish(waiting, make_editor())
    page, before = client.get(NOTIFICATIONS_ADDRESS).text, has_unread(client)

    client.get(published.get_absolute_url())

    assert "“A calm start” is published" in page
    assert [before, has_unread(client)] == [True, False]


def test_each_return_is_told_of(client, person, waiting):
    for reason in ("Say more.", "Say less."):
        workflow.return_to_author(waiting, make_editor(), reason, {})
        waiting.move(Status.IN_REVIEW, by=person)

    assert client.get(NOTIFICATIONS_ADDRESS).text.count("came back to you with comments") == 2


def test_a_waiting_colleague_is_told_of_while_they_wait(client, person, school):
    membership = memberships.request_membership(make_user(display_name="Terry"), school, "Teacher")
    page = client.get(NOTIFICATIONS_ADDRESS).text
    memberships.confirm(membership, make_editor())

    assert "Terry says that they work at Oak School" in page
    assert "Terry says" not in client.get(NOTIFICATIONS_ADDRESS).text


@pytest.mark.parametrize(
    ("decide", "words"),
    [
        (memberships.confirm, "We have confirmed that you work"),
        (memberships.refuse, "We could not confirm that you work"),
    ],
)
def test_a_newcomer_is_told_what_was_decided(client, decide, words):
    newcomer = make_user()
    client.force_login(newcomer)
    decide(memberships.request_membership(newcomer, make_school("Elm School"), "Teacher"), make_editor())

    assert f"{words} at Elm School" in client.get(NOTIFICATIONS_ADDRESS).text


def test_a_message_is_told_of_until_its_conversation_is_opened(client, person, school):
    sender = make_user(display_name="Terry")
    message = school_messages.send_to_school(sender, school, "How did you do it?", uuid.uuid4())
    page, before = client.get(NOTIFICATIONS_ADDRESS).text, has_unread(client)

    client.get(f"/account/messages/{message.reference}/")

    assert "Terry wrote to Oak School" in page
    assert "How did you do it?" not in page
    assert [before, has_unread(client)] == [True, False]


def test_an_answer_is_told_of_to_who_began(client, person, school):
    sender = make_user()
    message = school_messages.send_to_school(sender, school, "How did you do it?", uuid.uuid4())
    school_messages.send_answer(person, message, "With patience.", uuid.uuid4())
    client.force_login(sender)

    assert "Oak School replied to you" in client.get(NOTIFICATIONS_ADDRESS).text


def test_who_leaves_the_school_no_longer_hears_of_its_messages(client, person, school):
    school_messages.send_to_school(make_user(display_name="Terry"), school, "How?", uuid.uuid4())
    memberships.leave(SchoolMembership.objects.get(user=person))

    assert "Terry" not in client.get(NOTIFICATIONS_ADDRESS).text


def test_what_has_an_e_mail_of_its_own_is_in_no_digest(person, waiting):
    workflow.publish(waiting, make_editor())
    mail.outbox.clear()

    assert (send_due_digests(), mail.outbox) == (0, [])
    assert Notification.objects.filter(user=person, waits=False).count() == 1


def test_what_is_deleted_takes_its_notifications_along(person, waiting):
    workflow.return_to_author(waiting, make_editor(), "Say more.", {})

    waiting.delete()

    assert not Notification.objects.exists()
