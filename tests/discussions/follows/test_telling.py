"""Who is notified of a comment: once, for the strongest reason, and never of what they may not see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.blocking import block
from accounts.models import Notification, User
from discussions.comments import comment_activities
from discussions.comments.state import change_state, mark_answer
from discussions.models import Activity, Comment, Follow, Mention, State
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


def test_a_follower_of_an_item_is_notified_of_a_comment_once(reader):
    item = make_publication()
    make_follow(item, reader)

    make_comment(item)
    run_notifications()
    run_notifications()

    assert get_notification_kinds(reader) == ["comment"]


@pytest.mark.django_db(transaction=True)
def test_people_are_notified_when_the_transaction_is_committed(reader):
    item = make_publication()
    make_follow(item, reader)

    make_comment(item)

    assert get_notification_kinds(reader) == ["comment"]
    assert not Activity.objects.filter(notified_at=None).exists()


def test_nobody_is_notified_of_their_own_comment(reader):
    item = make_publication()
    make_follow(item, reader)

    comment = make_comment(item, reader)
    make_comment(comment, reader)
    run_notifications()

    assert get_notification_kinds(reader) == []


def test_a_reply_is_notified_as_a_reply_even_to_a_follower_of_everything(reader):
    item = make_publication()
    make_follow(item, reader)
    comment = make_comment(item, reader)
    make_follow(comment, reader)

    make_comment(comment)
    run_notifications()

    assert get_notification_kinds(reader) == ["reply"]


def test_a_mentioned_member_is_notified_whether_they_follow_or_not(reader):
    comment = make_comment(make_publication())
    Mention.objects.create(comment=comment, user=reader)

    run_notifications()

    assert get_notification_kinds(reader) == ["mention"]


def test_a_member_mentioned_in_an_edit_is_notified_and_nobody_else_again(reader):
    item, other = make_publication(), make_user()
    make_follow(item, other)
    comment = make_comment(item)
    run_notifications()

    Mention.objects.create(comment=comment, user=reader)
    comment_activities.record_edit(comment)
    run_notifications()

    assert (get_notification_kinds(reader), get_notification_kinds(other)) == (["mention"], ["comment"])


def test_members_follow_what_they_write_unless_they_turned_that_off(reader):
    other = make_user()
    set_notification_settings(other, follow_own=False)
    comment = make_comment(make_publication(), reader)
    make_comment(comment, other)

    run_notifications()

    assert list(Follow.objects.values_list("user", "thread")) == [(reader.pk, comment.pk)]


def test_a_follower_of_a_question_is_notified_of_all_replies_and_of_the_answer(reader):
    question = make_comment(make_publication(), is_question=True)
    make_follow(question, reader)
    answer = make_comment(make_comment(question))
    run_notifications()

    mark_answer(question, answer)
    comment_activities.record_answer(question, question.author)
    run_notifications()

    assert get_notification_kinds(reader) == ["comment", "comment", "answer"]


def test_the_author_of_the_answer_is_notified_and_the_member_who_marked_it_is_not(reader):
    asker = make_user()
    question = make_comment(make_publication(), asker, is_question=True)
    answer = make_comment(question, reader)
    run_notifications()

    mark_answer(question, answer)
    comment_activities.record_answer(question, asker)
    run_notifications()

    assert get_notification_kinds(reader) == ["chosen"]
    assert get_notification_kinds(asker) == ["reply"]


def test_a_mark_that_was_removed_before_the_run_is_not_notified(reader):
    question = make_comment(make_publication(), is_question=True)
    make_follow(question, reader)
    answer = make_comment(question)
    run_notifications()
    mark_answer(question, answer)
    comment_activities.record_answer(question, question.author)
    mark_answer(question, None)
    comment_activities.record_answer(question, question.author)

    run_notifications()

    assert get_notification_kinds(reader) == ["comment"]


def test_a_follower_of_a_focus_area_is_notified_of_its_questions(reader):
    make_follow(get_focus_area(), reader)

    question = make_comment(get_focus_area())
    make_comment(question)
    run_notifications()

    assert get_notification_kinds(reader) == ["comment"]


def test_a_new_follower_is_not_notified_of_earlier_comments(reader):
    item = make_publication()
    make_comment(item)
    make_follow(item, reader)

    run_notifications()

    assert get_notification_kinds(reader) == []


def test_nobody_is_notified_of_a_comment_that_was_hidden_before_the_run(reader):
    item = make_publication()
    make_follow(item, reader)
    change_state(make_comment(item), State.HIDDEN)

    run_notifications()

    assert get_notification_kinds(reader) == []


def test_a_comment_that_is_shown_again_is_notified_once(reader):
    item = make_publication()
    make_follow(item, reader)
    comment = make_comment(item)
    run_notifications()
    change_state(comment, State.HIDDEN)
    change_state(comment, State.VISIBLE)
    comment_activities.record_post(comment)

    run_notifications()

    assert get_notification_kinds(reader) == ["comment"]


def test_nobody_is_notified_of_a_comment_on_an_item_that_is_no_longer_public(reader):
    item = make_publication()
    make_follow(item, reader)
    make_comment(item)
    Item.objects.filter(pk=item.pk).update(is_withheld=True)

    run_notifications()

    assert get_notification_kinds(reader) == []


def test_a_question_unanswered_for_a_week_is_notified_to_followers_of_its_focus_area_once(reader):
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


def test_a_follower_since_the_question_waited_a_week_is_not_notified(reader):
    make_comment(get_focus_area())
    run_notifications()
    Comment.objects.update(created_at=timezone.now() - timedelta(days=8), is_question=True)
    make_follow(get_focus_area(), reader)

    run_notifications()

    assert get_notification_kinds(reader) == []


def test_nobody_is_notified_of_a_question_of_last_year(reader):
    make_comment(get_focus_area())
    run_notifications()
    make_follow(get_focus_area(), reader)
    Comment.objects.update(created_at=timezone.now() - timedelta(days=300))

    run_notifications()

    assert get_notification_kinds(reader) == []


def test_a_closed_account_is_not_notified():
    gone = make_user(is_active=False)
    item = make_publication()
    make_follow(item, gone)
    make_comment(make_comment(item, gone))

    run_notifications()

    assert get_notification_kinds(gone) == []


def test_thousands_of_followers_are_notified_in_batches(django_assert_max_num_queries):
    item = make_publication()
    many = User.objects.bulk_create(User(email=f"crowd{number}@example.org", password="x") for number in range(1_200))
    Follow.objects.bulk_create(Follow(user=each, item_id=item.pk) for each in many)
    make_comment(item)

    with django_assert_max_num_queries(100):
        run_notifications()

    assert Notification.objects.count() == 1_200


def test_the_author_of_an_example_is_notified_of_its_comments(reader):
    example = make_story(created_by=reader)
    run_notifications()

    make_comment(example)
    run_notifications()

    assert get_notification_kinds(reader) == ["comment"]


def test_the_most_frequent_of_several_follows_counts(reader):
    publisher = make_publisher()
    make_follow(get_focus_area(), reader, "weekly")
    soonest = make_follow(publisher, reader, "at-once")

    make_publication(publisher=publisher, focus_areas=["leadership"])
    run_notifications()

    assert Notification.objects.get().cause_id == soonest.pk


@pytest.mark.parametrize("who", ["the reader", "the author"])
def test_people_who_have_blocked_each_other_are_not_notified_of_each_other(reader, who):
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


def test_a_notification_from_before_a_block_is_neither_shown_nor_emailed_after_it(reader):
    item, author = make_publication(), make_user()
    make_follow(item, reader)
    make_comment(item, author)
    make_comment(item)
    run_notifications()

    block(reader, author)
    send_digests_of_next_week()

    assert Notification.objects.readable_by(reader).count() == 1
    assert [message.subject for message in mail.outbox] == ["A member commented"]
