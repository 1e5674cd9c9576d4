"""The counters after an account, with or without its content, or an item with its comments is deleted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts.privacy.deletion import delete_account
from discussions.comments import votes
from discussions.comments.counters import find_mistakes
from discussions.comments.post import PostNotAllowed, post
from discussions.comments.post_target import PostTarget
from discussions.comments.state import change_state, lock_contribution
from discussions.models import Comment, Contribution, HelpfulVote, State
from discussions.threads.permissions import Viewer
from gateway.catalogue.models import Item, Status, lock_rows
from resources.models import Publication
from tests.factories import get_focus_area, make_comment, make_publication, make_story, make_user, numbers
from tests.locks import hold_before_and_after, run_in_own_connection, wait_for_blocked_connection

pytestmark = pytest.mark.django_db


def make_vote(user, comment: Comment) -> None:
    HelpfulVote.objects.create(comment=comment, user=user)
    Comment.objects.filter(pk=comment.pk).update(helpful_count=HelpfulVote.objects.filter(comment=comment).count())


def test_votes_are_deleted_with_the_account():
    comment, leaver = make_comment(make_publication()), make_user()
    make_vote(leaver, comment)
    make_vote(make_user(), comment)

    delete_account(leaver, with_content=False)

    assert Comment.objects.get(pk=comment.pk).helpful_count == 1
    assert list(find_mistakes()) == []


def test_what_a_former_member_said_is_still_counted_on_the_item():
    leaver, item = make_user(), make_publication()
    make_comment(make_comment(item, leaver, is_question=True))

    delete_account(leaver, with_content=False)

    item.refresh_from_db()
    assert (item.comment_count, item.question_count, item.unanswered_count) == (2, 1, 1)
    assert list(find_mistakes()) == []


def test_counters_of_members_fall_when_an_example_is_deleted_with_its_author():
    author, member = make_user(), make_user()
    example = make_story(created_by=author)
    make_comment(example, member, is_question=True)
    elsewhere = make_comment(make_publication(), member)

    delete_account(author, with_content=True)

    kept = Contribution.objects.get(user=member)
    assert (kept.comment_count, kept.question_count, kept.last_activity_at) == (1, 0, elsewhere.created_at)
    assert list(find_mistakes()) == []


def test_counters_of_members_fall_when_items_are_deleted_in_the_admin():
    member, items = make_user(), [make_publication(), make_publication()]
    for item in items:
        make_comment(item, member)
        item.move(Status.DRAFT)

    Item.objects.filter(pk__in=[item.pk for item in items]).delete()

    assert Contribution.objects.get(user=member).comment_count == 0
    assert list(find_mistakes()) == []


def test_an_editor_can_hide_the_post_of_an_account_deleted_meanwhile():
    leaver, item = make_user(), make_publication()
    comment = make_comment(item, leaver)
    delete_account(leaver, with_content=False)

    change_state(comment, State.HIDDEN)

    item.refresh_from_db()
    assert item.comment_count == 0
    assert list(find_mistakes()) == []


def test_an_account_deleted_in_another_window_cannot_post():
    leaver, item, gone = make_user(), make_publication(), make_user()
    gone.pk = leaver.pk
    delete_account(leaver, with_content=False)

    with pytest.raises(PostNotAllowed):
        post(PostTarget(Viewer(gone, item)), f"Comment {next(numbers)}.", uuid4())


def test_the_key_of_another_members_form_shows_nothing_and_posts_ones_own():
    item, key = make_publication(), uuid4()
    first = post(PostTarget(Viewer(make_user(), item)), "Mine.", key)

    second = post(PostTarget(Viewer(make_user(), item)), "Mine too.", key)

    assert (first.text, second.text) == ("Mine.", "Mine too.")
    assert list(find_mistakes()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.parametrize(
    "delete", [Item.delete, lambda item: Item.objects.filter(pk=item.pk).delete()], ids=["one", "some"]
)
def test_an_item_is_deleted_with_comments_posted_at_that_moment(delete):
    item, author = make_publication(), make_user()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            make_comment(item, author)
            deleting = pool.submit(run_in_own_connection, delete, item)
            wait_for_blocked_connection()
        deleting.result()

    assert not Comment.objects.exists()
    assert list(find_mistakes()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.parametrize("act", ["vote", "leave"])
def test_voting_and_leaving_lock_a_question_without_an_item_before_the_counters(act):
    question, voter = make_comment(get_focus_area()), make_user()
    make_vote(voter, question)
    acts = {
        "vote": lambda: votes.save_vote(voter, question, helpful=True),
        "leave": lambda: delete_account(voter, with_content=False),
    }

    hold_before_and_after(
        lambda: lock_rows(Comment.objects.filter(pk=question.pk)), acts[act], lambda: lock_contribution(voter.pk)
    )

    assert list(find_mistakes()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.parametrize("model", [Item, Publication])
def test_deleting_several_items_locks_the_counters_of_all_authors_in_one_order(model):
    items, writers = [make_publication(), make_publication()], [make_user(), make_user()]
    for item, writer in zip(items, reversed(writers), strict=True):
        make_comment(item, writer)

    hold_before_and_after(
        lambda: lock_contribution(writers[0].pk),
        lambda: model.objects.filter(pk__in=[item.pk for item in items]).delete(),
        lambda: lock_contribution(writers[1].pk),
    )

    assert list(find_mistakes()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
def test_deleting_several_items_locks_all_counters_before_the_comments():
    items, writers = [make_publication(), make_publication()], [make_user(), make_user()]
    comments = [make_comment(item, writer) for item, writer in zip(items, writers, strict=True)]

    hold_before_and_after(
        lambda: lock_contribution(writers[1].pk),
        lambda: Item.objects.filter(pk__in=[item.pk for item in items]).delete(),
        lambda: lock_rows(Comment.objects.filter(pk=comments[0].pk)),
    )

    assert list(find_mistakes()) == []
