"""Posts comments: once a form, only where a discussion is open, counted in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists

from accounts.blocking import build_hidden_condition
from accounts.models import User
from discussions.comments import events, mentions
from discussions.comments.post_target import PostTarget
from discussions.comments.screening import screen
from discussions.comments.state import count, lock
from discussions.models import Comment, State
from discussions.open_items import open_to_words
from gateway.catalogue.text.characters import plain


class NotOpen(Exception):
    """Nothing can be said here (any more); the text of the exception says why, for the member."""


class Refused(NotOpen):
    """The words are not taken; the text of the exception says what to change."""


@transaction.atomic
def post(
    target: PostTarget,
    text: str,
    form_key: uuid.UUID,
    *,
    is_question: bool = False,
    suspicions: Sequence[str] = (),
) -> Comment:
    """Posts a comment and gives it; the same form sent again gives the comment that it made before.

    Raises NotOpen if the discussion, the thread or the comment that is replied to takes no replies, or the author may
    not take part; Refused if the words are not taken. What the form gave away (`moderation.spam`) are `suspicions`.
    """
    author, parent = target.author, target.parent
    form_key = uuid.uuid5(form_key, str(author.pk))  # so that the key of another's form names nothing
    comment = Comment(
        item=target.item, focus_area=target.focus_area, parent=parent, author=author, text=plain(text),
        form_key=form_key, root_id=parent.beginning_id if parent else None,
        is_question=is_question and parent is None,
    )  # fmt: skip
    lock(comment)
    if comment.author is None:
        raise NotOpen("Your account no longer exists.")
    made = Comment.objects.filter(form_key=form_key, author=author).first()
    if made:
        return made
    check_open(target)
    check_may_post(author)
    held_or_refused(comment, suspicions)
    people = mentions.called_in(comment.text, comment, author)
    comment.say(comment.text, [user.display_name for user in people])
    comment.save()
    if people:
        mentions.note(comment, people)
    if comment.is_public:
        count(comment, 1)
        events.posted(comment)
    return comment


def held_or_refused(comment: Comment, suspicions: Sequence[str]) -> None:
    """Sets whether a new comment waits for an editor, and why. Raises Refused."""
    found = screen(comment.author, comment.text, suspicions)
    if found.refusals:
        raise Refused(" ".join(found.refusals))
    comment.held_because = "\n".join(found.reasons)
    comment.state = State.HELD if found.reasons else State.VISIBLE


def check_may_post(author: Any) -> None:
    """Raises NotOpen for a member who is suspended, even since a moment."""
    until = User.objects.filter(pk=author.pk).values_list("suspended_until", flat=True).first()
    author.suspended_until = until
    if author.is_suspended:
        raise NotOpen("You cannot post at the moment, because an editor has suspended you.")


def check_open(target: PostTarget) -> None:
    """Raises NotOpen unless a comment may be posted there at this moment; one query, unless it raises.

    What somebody wrote who is hidden from the author is not there for a reply.
    """
    if target.parent is None:
        check_item_open(target)
        return
    here = Comment.objects.filter(pk=target.parent.pk, item=target.item, focus_area=target.focus_area)
    if target.item:
        here = here.filter(Exists(open_to_words().filter(pk=target.item.pk)))
    there = here.filter(state=State.VISIBLE).exclude(build_hidden_condition(target.author, "author"))
    parent = there.select_related("root").first()
    if parent is None:
        check_item_open(target)
        raise NotOpen("The post you are replying to is no longer there.")
    if (parent.root or parent).is_locked:
        raise NotOpen("This thread is closed to replies.")


def check_item_open(target: PostTarget) -> None:
    """Raises NotOpen unless the item there, if it is one, is public and takes comments."""
    if target.item and not open_to_words().filter(pk=target.item.pk).exists():
        raise NotOpen("This discussion is closed to new comments.")
