"""Random actions of members and editors on the discussions that exist, for property tests."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any
from uuid import uuid4

from django.db import IntegrityError

from accounts.models import Conflict, User
from accounts.privacy.deletion import AccountStillNeeded, delete_account
from discussions.comments import edits, post, votes
from discussions.comments.counters import find_mistakes
from discussions.comments.post_target import PostTarget
from discussions.comments.state import change_state, mark_answer
from discussions.models import Comment, State
from discussions.threads.permissions import Viewer
from gateway.catalogue.models import Item, Kind, Status
from tests.factories import get_focus_area, make_publication, make_regular, make_story, make_user

type Act = Callable[[Random], object]

REFUSAL_EXCEPTIONS = (
    post.PostNotAllowed,
    Conflict,
    AccountStillNeeded,
    Comment.DoesNotExist,
    Item.DoesNotExist,
    User.DoesNotExist,
    LookupError,
)
"""Exceptions that an act may raise because something else has changed its object."""


def make_starting_rows(members: int = 4) -> None:
    """Make a few members, one of them new, two publications and an example."""
    people = [make_regular(display_name=f"Member {number}") for number in range(members)]
    make_user(display_name="A newcomer")
    make_publication()
    make_publication()
    make_story(created_by=people[0])


def pick(chance: Random, rows: Any) -> Any:
    """Return one of these rows. Raise LookupError if there is none."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.get(pk=chance.choice(keys)) if keys else chance.choice(())


def post_something(chance: Random) -> object:
    """Post a comment, question or reply as any member."""
    if chance.random() < 0.6 and Comment.objects.exists():
        parent = pick(chance, Comment.objects.all())
        place = (parent.item, parent.focus_area, parent)
    elif chance.random() < 0.8:
        place = (pick(chance, Item.objects.all()), None, None)
    else:
        place = (None, get_focus_area(), None)
    item, area, parent = place
    is_question = item is None or chance.random() < 0.5
    text = chance.choice(["Words.", "What do you do?", "Yes, @Member 1, we do."])
    target = PostTarget(Viewer(pick(chance, User.objects.all()), item), area, parent)
    return post.post(target, text, uuid4(), is_question=is_question)


def change_state_to(state: str) -> Act:
    """Return an act that changes the state of a comment."""

    def act(chance: Random) -> object:
        return change_state(pick(chance, Comment.objects.exclude(state=state)), state)

    act.__name__ = f"to {state}"
    return act


def delete_comment(chance: Random) -> object:
    comment = pick(chance, Comment.objects.filter(author__isnull=False))
    return edits.delete(comment, comment.author)


def edit_comment(chance: Random) -> object:
    comment = pick(chance, Comment.objects.filter(author__isnull=False))
    return edits.edit(comment, comment.author, f"Other words {chance.random()}.", comment.version)


def mark_as_answer(chance: Random) -> object:
    reply = pick(chance, Comment.objects.filter(root__is_question=True))
    return mark_answer(reply.root, reply)


def remove_mark(chance: Random) -> object:
    """Remove the mark of the answer to a question."""
    return mark_answer(pick(chance, Comment.objects.filter(is_question=True)), None)


def vote_on_comment(chance: Random) -> object:
    """Add or remove the vote of a member."""
    user, comment = pick(chance, User.objects.all()), pick(chance, Comment.objects.all())
    return votes.save_vote(user, comment, helpful=chance.random() < 0.7)


def delete_member(chance: Random) -> object:
    """Delete an account after making another one, so that there is always one left."""
    make_regular(display_name="Somebody else")
    delete_account(pick(chance, User.objects.all()), with_content=chance.random() < 0.5)
    return None


def delete_item(chance: Random) -> object:
    """Withdraw and delete a publication after making another one."""
    make_publication()
    item = pick(chance, Item.objects.exclude(kind=Kind.PRACTICE))
    if item.status == Status.PUBLISHED:
        item.move(Status.DRAFT)
    try:
        return item.delete()
    except IntegrityError as voted_for_in_between:  # nothing is deleted then: who asked for it asks again
        raise Item.DoesNotExist from voted_for_in_between


def check_counters(chance: Random) -> object:
    """Check that the counters are right while others change them."""
    found = list(find_mistakes(repair=chance.random() < 0.5))
    assert found == [], [str(each) for each in found]
    return found


ACTS: list[Act] = [
    post_something,
    post_something,
    post_something,
    *map(change_state_to, State.values),
    delete_comment,
    edit_comment,
    mark_as_answer,
    remove_mark,
    vote_on_comment,
    vote_on_comment,
    delete_member,
]
ACTS_WITH_ITEM_DELETION: list[Act] = [*ACTS, *ACTS, delete_item]
