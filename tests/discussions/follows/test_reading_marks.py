"""A notification is marked as read when its comment is shown."""

from __future__ import annotations

import pytest

from accounts.models import Notification
from tests.discussions.follows.cast import make_follow, run_notifications
from tests.factories import get_focus_area, make_comment, make_publication, make_story, make_user

pytestmark = pytest.mark.django_db


def count_unread(person):
    return Notification.objects.filter(user=person).unread().count()


@pytest.mark.parametrize("make", [make_publication, make_story])
def test_the_page_of_an_item_marks_the_comments_that_it_shows_as_read(client, person, make):
    item = make()
    make_follow(item, person)
    make_comment(item, make_user())
    run_notifications()
    before = count_unread(person)

    client.get(item.get_absolute_url())

    assert (before, count_unread(person)) == (1, 0)


def test_the_page_of_a_thread_marks_it_as_read_also_in_its_own_header(client, person):
    question = make_comment(get_focus_area(), person, is_question=True)
    make_comment(question, make_user())
    run_notifications()

    page = client.get(f"/discussions/{question.pk}/").text

    assert "unread notifications" not in page
    assert count_unread(person) == 0


def test_a_reply_on_another_page_stays_unread(client, person):
    item = make_publication()
    question = make_comment(item, person, is_question=True)
    for _ in range(5):
        make_comment(question, make_user())
    run_notifications()

    client.get(item.get_absolute_url())

    assert count_unread(person) == 2


def test_the_page_of_a_new_item_marks_its_notification_as_read(client, person):
    make_follow(get_focus_area(), person)
    item = make_publication(focus_areas=["leadership"])
    run_notifications()
    before = count_unread(person)

    client.get(item.get_absolute_url())

    assert (before, count_unread(person)) == (1, 0)


@pytest.mark.parametrize("request_", [{"method": "HEAD"}, {"method": "GET", "headers": {"Sec-Purpose": "prefetch"}}])
def test_a_notification_that_was_not_shown_stays_unread(client, person, request_):
    item = make_publication()
    make_follow(item, person)
    make_comment(item, make_user())
    run_notifications()

    client.generic(request_["method"], item.get_absolute_url(), headers=request_.get("headers"))

    assert count_unread(person) == 1


def test_a_visit_marks_nothing_as_read_for_others(client, reader, person):
    item = make_publication()
    make_follow(item, reader)
    make_comment(item, make_user())
    run_notifications()

    client.get(item.get_absolute_url())

    assert count_unread(reader) == 1


def test_notifications_are_deleted_with_their_comment(person):
    item = make_publication()
    make_follow(item, person)
    comment = make_comment(item, make_user())
    run_notifications()

    comment.delete()

    assert not Notification.objects.exists()
