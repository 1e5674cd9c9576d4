"""The one way in which a comment comes to be read by others, or stops: the counters change in the same transaction.

Locks are always taken in one order, so that nobody waits for each other: the item, the author's counters, the comment.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F, Max

from discussions.models import STEPS, Comment, Contribution, State
from gateway.catalogue.models import Item


class StateNotAllowed(Exception):
    """The comment cannot go there, or somebody else moved it first."""


@transaction.atomic
def move(comment: Comment, to: str, **changes: Any) -> None:
    """Takes a comment from the state in which it was read to another, with further changes of its row.

    Raises StateNotAllowed if there is no such step or it is no longer in that state.
    """
    if to not in STEPS[comment.state]:
        raise StateNotAllowed
    lock(comment)
    same = Comment.objects.filter(pk=comment.pk, state=comment.state)
    if not same.update(state=to, **changes):
        raise StateNotAllowed
    step = (to == State.VISIBLE) - (comment.state == State.VISIBLE)
    comment.state = to
    for name, value in changes.items():
        setattr(comment, name, value)
    if step:
        count(comment, step)


def lock(comment: Comment) -> None:
    """Holds what counts this comment until the transaction ends."""
    if comment.item_id:
        Item.objects.select_for_update(no_key=True).filter(pk=comment.item_id).values_list("pk", flat=True).first()
    if comment.author_id:
        Contribution.objects.get_or_create(user_id=comment.author_id)
        Contribution.objects.select_for_update().filter(user_id=comment.author_id).first()


def count(comment: Comment, step: int) -> None:
    """Counts a comment that others can now read (1) or no longer read (-1); call it with `lock` held."""
    counted: dict[str, Any] = {
        "comment_count": F("comment_count") + step,
        "question_count": F("question_count") + step * comment.is_question,
    }
    if comment.item_id:
        on_item = Comment.objects.filter(item=comment.item_id, state=State.VISIBLE)
        Item.objects.filter(pk=comment.item_id).update(**counted, last_activity_at=latest(on_item))
    if comment.author_id:
        own = Comment.objects.filter(author=comment.author_id, state=State.VISIBLE)
        Contribution.objects.filter(user=comment.author_id).update(**counted, last_activity_at=latest(own))


def latest(comments: Any) -> Any:
    """When the newest of these was written."""
    return comments.order_by().aggregate(latest=Max("created_at"))["latest"]
