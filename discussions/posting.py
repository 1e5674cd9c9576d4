"""Posts comments: once a form, only where a discussion is open, counted in the same transaction."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from discussions import events
from discussions.models import Comment, State
from discussions.screening import reasons_to_hold
from discussions.states import count, lock
from gateway.catalogue.models import FocusArea, Item


class NotOpen(Exception):
    """Nothing can be said here (any more); the text of the exception says why, for the member."""


@dataclass(frozen=True)
class Place:
    """Where something is said: on an item or a focus area, perhaps as a reply."""

    item: Item | None = None
    focus_area: FocusArea | None = None
    parent: Comment | None = None


@transaction.atomic
def post(author: Any, place: Place, text: str, form_key: uuid.UUID, *, is_question: bool = False) -> Comment:
    """Posts a comment and gives it; the same form sent again gives the comment that it made before.

    Raises NotOpen if the discussion, the thread or the comment that is replied to takes no replies.
    """
    parent = place.parent
    comment = Comment(
        item=place.item, focus_area=place.focus_area, parent=parent, author=author, text=text, form_key=form_key,
        root_id=parent.beginning_id if parent else None, is_question=is_question and parent is None,
    )  # fmt: skip
    lock(comment)
    made = Comment.objects.filter(form_key=form_key, author=author).first()
    if made:
        return made
    check_open(place)
    comment.state = State.HELD if reasons_to_hold(author, comment) else State.VISIBLE
    comment.save()
    if comment.is_public:
        count(comment, 1)
        events.posted(comment)
    return comment


def check_open(place: Place) -> None:
    """Raises NotOpen unless a comment may be posted there at this moment."""
    if place.item and not Item.objects.public().filter(pk=place.item.pk, discussion=Item.Discussion.OPEN).exists():
        raise NotOpen("This discussion takes no new comments.")
    if place.parent is None:
        return
    parent = Comment.objects.filter(pk=place.parent.pk, state=State.VISIBLE)
    if not parent.filter(item=place.item, focus_area=place.focus_area).exists():
        raise NotOpen("What you replied to is no longer there.")
    if Comment.objects.filter(pk=place.parent.beginning_id, is_locked=True).exists():
        raise NotOpen("This thread takes no more replies.")
