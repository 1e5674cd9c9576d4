"""Posting: once per form, only in open discussions, and counted at once."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from discussions.comments.post import PostNotAllowed, post
from discussions.comments.post_target import PostTarget
from discussions.comments.state import StateNotAllowed, change_state
from discussions.models import Comment, Contribution, State
from discussions.threads.permissions import Viewer
from gateway.catalogue.models import Item
from tests.factories import make_comment, make_publication, make_regular, make_user

pytestmark = pytest.mark.django_db


def get_counters(item: Item) -> tuple[int, int]:
    item.refresh_from_db()
    return item.comment_count, item.question_count


def test_a_question_and_its_reply_are_counted_on_the_item_and_for_their_authors():
    item, asker = make_publication(), make_user()
    question = make_comment(item, asker, is_question=True)
    make_comment(question)

    assert get_counters(item) == (2, 1)
    assert item.last_activity_at is not None
    assert Contribution.objects.get(user=asker).question_count == 1


def test_the_same_form_posts_once():
    item, author, key = make_publication(), make_regular(), uuid4()

    first = post(PostTarget(Viewer(author, item)), "Once.", key)
    second = post(PostTarget(Viewer(author, item)), "Once.", key)

    assert first == second
    assert get_counters(item) == (1, 0)


def test_a_hidden_comment_is_not_counted_until_it_is_shown_again():
    item = make_publication()
    comment = make_comment(item)

    change_state(comment, State.HIDDEN)
    assert get_counters(item) == (0, 0)
    assert item.last_activity_at is None

    change_state(comment, State.VISIBLE)
    assert get_counters(item) == (1, 0)


def test_of_two_who_hide_the_same_comment_one_is_told():
    comment = make_comment(make_publication())
    other = Comment.objects.get(pk=comment.pk)
    change_state(comment, State.HIDDEN)

    with pytest.raises(StateNotAllowed):
        change_state(other, State.HIDDEN)


@pytest.mark.parametrize("discussion", [Item.Discussion.LOCKED, Item.Discussion.CLOSED])
def test_a_locked_or_closed_discussion_takes_no_posts(discussion):
    item = make_publication(discussion=discussion)

    with pytest.raises(PostNotAllowed):
        make_comment(item)


def test_a_reply_to_a_comment_of_another_item_is_refused():
    elsewhere = make_comment(make_publication())

    with pytest.raises(PostNotAllowed):
        post(PostTarget(Viewer(make_user(), make_publication()), parent=elsewhere), "Hello.", uuid4())


def test_the_database_refuses_a_circle_of_replies():
    first = make_comment(make_publication())
    reply = make_comment(first)

    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=first.pk).update(parent=reply, root=reply)
