"""Edits and deletions of comments by their authors."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from accounts.models import Conflict
from discussions.comments import comment_activities, mentions
from discussions.comments.post import PostNotAllowed, TextNotAllowed, check_may_post
from discussions.comments.screening import screen_text
from discussions.comments.state import change_state, lock_counters
from discussions.discussed_items import get_open_items
from discussions.models import UNMARKED_EDIT_PERIOD, Comment, FormerText, PendingEdit, State
from gateway.catalogue.models import touch_pages

DELETED_TEXT_KEPT_PERIOD = timedelta(days=30)
"""Editors can read deleted texts for this long, in case they harmed somebody."""
KEPT_FIELDS = ("text", "html", "rendered_by", "version", "edited_at")


class ChangedMeanwhile(Conflict):
    """The author has saved the comment in another window since the form was opened."""


@transaction.atomic
def edit(comment: Comment, author: Any, text: str, version: int) -> Comment:
    """Screen a new text and save it. More than half an hour after the comment was posted, the edit is marked.

    If the edit of a public comment must wait for an editor, it is stored beside the comment, which keeps its old text
    until then. Raise PostNotAllowed if the comment can no longer be changed, TextNotAllowed if the text is not
    accepted, and ChangedMeanwhile if `version` is not the current one.
    """
    lock_counters(comment)
    now = Comment.objects.select_for_update(of=("self",)).select_related("root").get(pk=comment.pk)
    check_editable(now)
    check_may_post(author)
    if now.version != version:
        raise ChangedMeanwhile
    if text == now.text:
        delete_pending_edit(now)
        return now
    found = screen_text(author, text)
    if found.refusals:
        raise TextNotAllowed(" ".join(found.refusals))
    reasons = "\n".join(found.reasons)
    if now.is_public and reasons:
        store_pending_edit(now, author, text, reasons)
    elif now.is_public:
        publish_edit(now, author, text)
    else:
        save_text(now, author, text)
        Comment.objects.filter(pk=now.pk).update(held_because=reasons or now.held_because)
    return now


def store_pending_edit(now: Comment, author: Any, text: str, reasons: str) -> None:
    """Store an edit of a public comment for an editor to approve, in place of an earlier one."""
    values = {"by": author, "text": text, "because": reasons, "created_at": timezone.now()}
    now.pending_edit, _ = PendingEdit.objects.update_or_create(comment=now, defaults=values)
    increment_version(now)


def delete_pending_edit(now: Comment) -> None:
    """Delete the edit that waits, if there is one."""
    deleted, _ = PendingEdit.objects.filter(comment=now).delete()
    now._state.fields_cache.pop("pending_edit", None)
    if deleted:
        increment_version(now)


def increment_version(now: Comment) -> None:
    """Increment the version of a comment whose text stays the same, so that forms opened before are outdated."""
    now.version += 1
    Comment.objects.filter(pk=now.pk).update(version=F("version") + 1)


def publish_edit(now: Comment, author: Any, text: str) -> None:
    """Show a new text of a public comment, and discard any edit that waits."""
    delete_pending_edit(now)
    save_text(now, author, text)
    comment_activities.record_edit(now)


def save_text(now: Comment, author: Any, text: str) -> None:
    """Save the new text, and keep the old one if the edit is late enough to be marked."""
    if timezone.now() - now.created_at > UNMARKED_EDIT_PERIOD:
        FormerText.objects.create(comment=now, text=now.text, by_id=now.author_id)
        now.edited_at = timezone.now()
    people = mentions.find_mentioned_users(text, now, author) if author else []
    now.set_text(text, [user.display_name for user in people])
    now.version += 1
    now.save(update_fields=KEPT_FIELDS)
    if now.is_public:
        touch_pages()
    mentions.save_mentions(now, people)


def check_editable(comment: Comment) -> None:
    """Raise PostNotAllowed unless the comment exists and its discussion and thread are open."""
    if comment.state not in (State.VISIBLE, State.HELD):
        raise PostNotAllowed("This comment is no longer there.")
    is_closed = comment.item_id and not get_open_items().filter(pk=comment.item_id).exists()
    if is_closed or (comment.root or comment).is_locked:
        raise PostNotAllowed("This discussion is closed. You can delete what you wrote, but you cannot change it.")


@transaction.atomic
def delete(comment: Comment, author: Any) -> None:
    """Empty a comment, which keeps its place in the thread. Editors can read the text for `DELETED_TEXT_KEPT_PERIOD`.

    Raise StateNotAllowed if it has already been deleted.
    """
    lock_counters(comment)
    text = Comment.objects.values_list("text", flat=True).get(pk=comment.pk)
    change_state(comment, State.DELETED, text="", html="")
    FormerText.objects.create(comment=comment, text=text, by=author if comment.author_id else None)
    mentions.save_mentions(comment, ())


def delete_old_texts() -> int:
    """Delete the texts of comments deleted `DELETED_TEXT_KEPT_PERIOD` ago, and return how many."""
    last = FormerText.objects.filter(comment=OuterRef("comment")).order_by("-replaced_at").values("replaced_at")[:1]
    of_deleted = FormerText.objects.filter(comment__state=State.DELETED).annotate(last_at=Subquery(last))
    old = of_deleted.filter(last_at__lt=timezone.now() - DELETED_TEXT_KEPT_PERIOD)
    return FormerText.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[0]
