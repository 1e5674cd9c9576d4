"""Posting comments: once per form, only in open discussions, and counted in the same transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists

from accounts.blocking import build_hidden_condition
from accounts.models import User
from discussions.comments import comment_activities, mentions
from discussions.comments.post_target import PostTarget
from discussions.comments.screening import screen_text
from discussions.comments.state import count_comment, lock_counters
from discussions.discussed_items import get_open_items
from discussions.models import Comment, State
from gateway.catalogue.text.characters import strip_invisible


class PostNotAllowed(Exception):
    """A comment cannot be posted or edited here. The message tells the member why."""


class TextNotAllowed(PostNotAllowed):
    """The text is not accepted. The message tells the member what to change."""


@transaction.atomic
def post(
    target: PostTarget,
    text: str,
    form_key: uuid.UUID,
    *,
    is_question: bool = False,
    suspicions: Sequence[str] = (),
) -> Comment:
    """Post a comment and return it; if the form is sent again, return the comment that it made.

    `suspicions` are what `moderation.spam` found in the form. Raise PostNotAllowed if the discussion, thread or parent
    takes no replies or the author may not post, and TextNotAllowed if the text is not accepted.
    """
    author, parent = target.author, target.parent
    form_key = uuid.uuid5(form_key, str(author.pk))  # another member's form key finds nothing
    comment = Comment(
        item=target.item,
        focus_area=target.focus_area,
        parent=parent,
        root_id=parent.beginning_id if parent else None,
        author=author,
        text=strip_invisible(text),
        form_key=form_key,
        is_question=is_question and parent is None,
    )
    lock_counters(comment)
    if comment.author is None:
        raise PostNotAllowed("Your account no longer exists.")
    existing = Comment.objects.filter(form_key=form_key, author=author).first()
    if existing:
        return existing
    check_open(target)
    check_may_post(author)
    apply_screening(comment, suspicions)
    people = mentions.find_mentioned_users(comment.text, comment, author)
    comment.set_text(comment.text, [user.display_name for user in people])
    comment.save()
    if people:
        mentions.save_mentions(comment, people)
    if comment.is_public:
        count_comment(comment, 1)
        comment_activities.record_post(comment)
    return comment


def apply_screening(comment: Comment, suspicions: Sequence[str]) -> None:
    """Set whether a new comment waits for an editor, and why. Raise TextNotAllowed."""
    found = screen_text(comment.author, comment.text, suspicions)
    if found.refusals:
        raise TextNotAllowed(" ".join(found.refusals))
    comment.held_because = "\n".join(found.reasons)
    comment.state = State.HELD if found.reasons else State.VISIBLE


def check_may_post(author: Any) -> None:
    """Raise PostNotAllowed if the member is suspended, even since their request began."""
    until = User.objects.filter(pk=author.pk).values_list("suspended_until", flat=True).first()
    author.suspended_until = until
    if author.is_suspended:
        raise PostNotAllowed("You cannot post at the moment, because an editor has suspended you.")


def check_open(target: PostTarget) -> None:
    """Raise PostNotAllowed unless a comment may be posted there now. One query, unless it raises.

    A comment whose author is hidden from the member cannot be replied to.
    """
    if target.parent is None:
        check_item_open(target)
        return
    parents = Comment.objects.filter(pk=target.parent.pk, item=target.item, focus_area=target.focus_area)
    if target.item:
        parents = parents.filter(Exists(get_open_items().filter(pk=target.item.pk)))
    parents = parents.filter(state=State.VISIBLE).exclude(build_hidden_condition(target.author, "author"))
    parent = parents.select_related("root").first()
    if parent is None:
        check_item_open(target)
        raise PostNotAllowed("The post you are replying to is no longer there.")
    if (parent.root or parent).is_locked:
        raise PostNotAllowed("This thread is closed to replies.")


def check_item_open(target: PostTarget) -> None:
    """Raise PostNotAllowed if the place is an item that is not public or does not take comments."""
    if target.item and not get_open_items().filter(pk=target.item.pk).exists():
        raise PostNotAllowed("This discussion is closed to new comments.")
