"""Who is notified of a comment: once, for the strongest reason, and never of what they may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.blocking import block
from accounts.models import Notification, User
from discussions.comments import events
from discussions.comments.state import change_state, mark_answer
from discussions.models import Comment, Follow, Happening, Mention, State
from gateway.catalogue.models import Item
from tests.discussions.follows.cast import (
    get_notification_kinds,
    make_follow,
    run_notifications,
    send_digests_of_next_week,
    set_notification_settings,
)
from tests.factories import get_focus_area, make_comment, make_publication, make_publisher, make_story, make_user

pytestmark = pytest.mark.django_db


def test_who_follows_an_item_hears_of_a_comment_once(reader):
    item = make_publication()
    make_follow(item, reader)

    make_comment(item)
    run_notifications()
    run_notifications()

    assert get_notification_kinds(reader) == ["comment"]


@pytest.mark.django_db(transaction=True)
def test_people_are_told_as_soon_as_it_is_committed(reader):
    item = make_publication()
    make_follow(item, reader)

    make_comment(item)

    assert get_notification_kinds(reader) == ["comment"]
    assert not Happening.objects.filter(told_at=None).exists()


def test_nobody_hears_of_what_they_said_themselves(reader):
    item = make_publication()
    make_follow(item, reader)

    comment = make_comment(item, reader)
    make_comment(comment, reader)
    run_notifications()

    assert get_notification_kinds(reader) == []


def test_who_is_replied_to_hears_of_it_as_a_reply_even_if_they_follow_everything(reader):
    item = make_publication()
    make_follow(item, reader)
    comment = make_comment(item, reader)
    make_follow(comment, reader)

    make_comment(comment)
    run_notifications()

    assert get_notification_kinds(reader) == ["reply"]


def test_who_is_mentioned_hears_of_it_whether_they_follow_or_not(reader):
    comment = make_comment(make_publication())
    Mention.objects.create(comment=comment, user=reader)

    run_notifications()

    assert get_notification_kinds(reader) == ["mention"]


def test_who_is_named_in_an_edit_hears_of_it_and_nobody_else_again(reader):
    item, other = make_publication(), make_user()
    make_follow(item, other)
    comment = make_comment(item)
    run_notifications()

    Mention.objects.create(comment=comment, user=reader)
    events.record_edit(comment)
    run_notifications()

    assert (get_notification_kinds(reader), get_notification_kinds(other)) == (["mention"], ["comment"])


def test_one_follows_what_one_writes_unless_one_does_not_want_that(reader):
    other = make_user()
    set_notification_settings(other, follow_own=False)
    comment = make_comment(make_publication(), reader)
    make_comment(comment, other)

    run_notifications()

    assert list(Follow.objects.values_list("user", "thread")) == [(reader.pk, comment.pk)]


def test_who_follows_a_question_hears_of_replies_to_replies_and_of_the_answer(reader):
    question = make_comment(make_publication(), is_question=True)
    make_follow(question, reader)
    answer = make_comment(make_comment(question))
    run_notifications()

    mark_answer(question, answer)
    events.record_answer(question, question.author)
    run_notifications()

    assert get_notification_kinds(reader) == ["comment", "comment", "answer"]


def test_whose_reply_is_the_answer_hears_of_it_and_who_marked_it_does_not(reader):
    asker = make_user()
    question = make_comment(make_publication(), asker, is_question=True)
    answer = make_comment(question, reader)
    run_notifications()

    mark_answer(question, answer)
    events.record_answer(question, asker)
    run_notifications()

    assert get_notification_kinds(reader) == ["chosen"]
    assert get_notification_kinds(asker) == ["reply"]


def test_a_mark_that_is_taken_away_before_anybody_heard_is_no_news(reader):
    question = make_comment(make_publication(), is_question=True)
    make_follow(question, reader)
    answer = make_comment(question)
    run_notifications()
    mark_answer(question, answer)
    events.record_answer(question, question.author)
    mark_answer(question, None)
    events.record_answer(question, question.author)

    run_notifications()

    assert get_notification_kinds(reader) == ["comment"]


def test_who_follows_a_focus_area_hears_of_a_question_that_is_asked_there(reader):
    make_follow(get_focus_area(), reader)

    question = make_comment(get_focus_area())
    make_comment(question)
    run_notifications()

    assert get_notification_kinds(reader) == ["comment"]


def test_who_begins_to_follow_does_not_hear_of_what_was_said_before(reader):
    item = make_publication()
    make_comment(item)
    make_follow(item, reader)

    run_notifications()

    assert get_notification_kinds(reader) == []


def test_nobody_hears_of_a_comment_that_was_hidden_before_they_were_told(reader):
    item = make_publication()
    make_follow(item, reader)
    change_state(make_comment(item), State.HIDDEN)

    run_notifications()

    assert get_notification_kinds(reader) == []


def test_a_comment_that_comes_back_is_told_of_once(reader):
    item = make_publication()
    make_follow(item, reader)
    comment = make_comment(item)
    run_notifications()
    change_state(comment, State.HIDDEN)
    change_state(comment, State.VISIBLE)
    events.record_post(comment)

    run_notifications()

    assert get_notification_kinds(reader) == ["comment"]


def test_nobody_hears_of_what_stands_on_an_item_that_is_public_no_more(reader):
    item = make_publication()
    make_follow(item, reader)
    make_comment(item)
    Item.objects.filter(pk=item.pk).update(is_withheld=True)

    run_notifications()

    assert get_notification_kinds(reader) == []


def test_a_question_that_nobody_answers_in_a_week_reaches_who_follows_its_focus_area_once(reader):
    question = make_comment(make_publication(focus_areas=["leadership"]), is_question=True)
    answered = make_comment(make_publication(focus_areas=["leadership"]), is_question=True)
    make_comment(answered)
    run_notifications()
    make_follow(get_focus_area(), reader)
    Follow.objects.update(since=timezone.now() - timedelta(days=1))
    Comment.objects.update(created_at=timezone.now() - timedelta(days=7, minutes=1))

    run_notifications()
    run_notifications()

    assert list(Notification.objects.filter(user=reader).values_list("kind", "subject_id")) == [
        ("unanswered", question.pk)
    ]


def test_who_follows_after_a_question_has_waited_a_week_is_not_asked(reader):
    make_comment(get_focus_area())
    run_notifications()
    Comment.objects.update(created_at=timezone.now() - timedelta(days=8), is_question=True)
    make_follow(get_focus_area(), reader)

    run_notifications()

    assert get_notification_kinds(reader) == []


def test_a_question_of_last_year_troubles_nobody(reader):
    make_comment(get_focus_area())
    run_notifications()
    make_follow(get_focus_area(), reader)
    Comment.objects.update(created_at=timezone.now() - timedelta(days=300))

    run_notifications()

    assert get_notification_kinds(reader) == []


def test_somebody_whose_account_is_closed_is_told_nothing():
    gone = make_user(is_active=False)
    item = make_publication()
    make_follow(item, gone)
    make_comment(make_comment(item, gone))

    run_notifications()

    assert get_notification_kinds(gone) == []


def test_thousands_of_followers_are_told_in_batches(django_assert_max_num_queries):
    item = make_publication()
    many = User.objects.bulk_create(User(email=f"crowd{number}@example.org", password="x") for number in range(1_200))
    Follow.objects.bulk_create(Follow(user=each, item_id=item.pk) for each in many)
    make_comment(item)

    with django_assert_max_num_queries(100):
        run_notifications()

    assert Notification.objects.count() == 1_200


def test_the_author_of_an_example_hears_of_what_is_said_about_it(reader):
    example = make_story(created_by=reader)
    run_notifications()

    make_comment(example)
    run_notifications()

    assert get_notification_kinds(reader) == ["comment"]


def test_of_several_follows_the_one_that_asks_to_hear_soonest_counts(reader):
    publisher = make_publisher()
    make_follow(get_focus_area(), reader, "weekly")
    soonest = make_follow(publisher, reader, "at-once")

    make_publication(publisher=publisher, focus_areas=["leadership"])
    run_notifications()

    assert Notification.objects.get().cause_id == soonest.pk


@pytest.mark.parametrize("who", ["the reader", "the author"])
def test_people_who_have_blocked_each_other_hear_nothing_of_each_other(reader, who):
    item, author = make_publication(), make_user()
    make_follow(item, reader)
    comment = make_comment(item, reader)
    Mention.objects.create(comment=make_comment(comment, author), user=reader)
    make_comment(item, author)
    make_follow(get_focus_area(), reader)
    make_story(created_by=author, focus_areas=["leadership"])

    block(*((reader, author) if who == "the reader" else (author, reader)))
    run_notifications()

    assert get_notification_kinds(reader) == []


def test_what_was_told_before_a_block_is_neither_shown_nor_mailed_after_it(reader):
    item, author = make_publication(), make_user()
    make_follow(item, reader)
    make_comment(item, author)
    make_comment(item)
    run_notifications()

    block(reader, author)
    send_digests_of_next_week()

    assert Notification.objects.readable_by(reader).count() == 1
    assert [message.subject for message in mail.outbox] == ["A member commented"]
