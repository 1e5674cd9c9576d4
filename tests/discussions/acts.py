"""What members, editors and time do to discussions, each chosen by chance from what is there: for property tests."""

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

REFUSALS = (
    post.PostNotAllowed,
    Conflict,
    AccountStillNeeded,
    Comment.DoesNotExist,
    Item.DoesNotExist,
    User.DoesNotExist,
    LookupError,
)
"""What an act may answer when what it was about has changed."""


def begin(members: int = 4) -> None:
    """A few members, one of them new; two publications and an example."""
    people = [make_regular(display_name=f"Member {number}") for number in range(members)]
    make_user(display_name="A newcomer")
    make_publication()
    make_publication()
    make_story(created_by=people[0])


def any_of(chance: Random, rows: Any) -> Any:
    """One of these rows; LookupError if there is none."""
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.get(pk=chance.choice(keys)) if keys else chance.choice(())


def say(chance: Random) -> object:
    """Somebody comments, asks or replies."""
    if chance.random() < 0.6 and Comment.objects.exists():
        parent = any_of(chance, Comment.objects.all())
        place = (parent.item, parent.focus_area, parent)
    elif chance.random() < 0.8:
        place = (any_of(chance, Item.objects.all()), None, None)
    else:
        place = (None, get_focus_area(), None)
    item, area, parent = place
    is_question = item is None or chance.random() < 0.5
    text = chance.choice(["Words.", "What do you do?", "Yes, @Member 1, we do."])
    target = PostTarget(Viewer(any_of(chance, User.objects.all()), item), area, parent)
    return post.post(target, text, uuid4(), is_question=is_question)


def to(state: str) -> Act:
    """An editor takes a comment to another state."""

    def act(chance: Random) -> object:
        return change_state(any_of(chance, Comment.objects.exclude(state=state)), state)

    act.__name__ = f"to {state}"
    return act


def delete(chance: Random) -> object:
    """Somebody deletes what they said."""
    comment = any_of(chance, Comment.objects.filter(author__isnull=False))
    return edits.delete(comment, comment.author)


def edit(chance: Random) -> object:
    """Somebody changes what they said."""
    comment = any_of(chance, Comment.objects.filter(author__isnull=False))
    return edits.edit(comment, comment.author, f"Other words {chance.random()}.", comment.version)


def answer(chance: Random) -> object:
    """A reply is marked as the answer."""
    reply = any_of(chance, Comment.objects.filter(root__is_question=True))
    return mark_answer(reply.root, reply)


def open_again(chance: Random) -> object:
    """An answer is none any more."""
    return mark_answer(any_of(chance, Comment.objects.filter(is_question=True)), None)


def vote(chance: Random) -> object:
    """Somebody finds something helpful, or no longer does."""
    user, comment = any_of(chance, User.objects.all()), any_of(chance, Comment.objects.all())
    return votes.save_vote(user, comment, helpful=chance.random() < 0.7)


def leave(chance: Random) -> object:
    """An account is deleted; there is a new one then, so that there is always somebody."""
    make_regular(display_name="Somebody else")
    delete_account(any_of(chance, User.objects.all()), with_content=chance.random() < 0.5)
    return None


def delete_item(chance: Random) -> object:
    """A publication is taken back and deleted, and there is another."""
    make_publication()
    item = any_of(chance, Item.objects.exclude(kind=Kind.PRACTICE))
    if item.status == Status.PUBLISHED:
        item.move(Status.DRAFT)
    try:
        return item.delete()
    except IntegrityError as voted_for_in_between:  # nothing is deleted then: who asked for it asks again
        raise Item.DoesNotExist from voted_for_in_between


def recount(chance: Random) -> object:
    """Counting anew while everything goes on finds nothing."""
    found = list(find_mistakes(repair=chance.random() < 0.5))
    assert found == [], [str(each) for each in found]
    return found


ACTS: list[Act] = [say, say, say, *map(to, State.values), delete, edit, answer, open_again, vote, vote, leave]
RARE: list[Act] = [*ACTS, *ACTS, delete_item]
