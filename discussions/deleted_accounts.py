"""What is deleted of a member's comments when they leave, and what remains without a name (docs/decisions/0806).

Call it after `signals.lock_rows_of_member` has locked everything, and before the account itself is deleted.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q

from accounts.models import URGENT_CONCERNS, User
from discussions.comments.state import change_state
from discussions.models import (
    ADVERSE_ACTS,
    Comment,
    FormerText,
    Mention,
    ModerationDecision,
    PendingEdit,
    Report,
    State,
)
from discussions.signals import get_comments_naming

DELETED_USER_NAME = "a former member"
REMOVED_QUOTE = "> Something that is no longer here.\n"
IS_EVIDENCE = Q(act__in=ADVERSE_ACTS, concern__in=URGENT_CONCERNS)
"""The text of these decisions is kept for a time: it may be illegal or dangerous (UK GDPR, article 17(3))."""


def delete_member_texts(user: User) -> None:
    """Delete all that a member wrote, and quotations of it except evidence in the log."""
    for comment in Comment.objects.filter(author=user).exclude(state=State.DELETED):
        empty_comment(comment)
    own = Comment.objects.filter(author=user)
    FormerText.objects.filter(comment__in=own.values("pk")).delete()
    Report.objects.filter(comment__in=own.values("pk")).update(text="")
    Report.objects.filter(by=user).update(words="", text="")
    ModerationDecision.objects.filter(member=user).exclude(IS_EVIDENCE).update(text="")
    for reply in Comment.objects.filter(parent__author=user).exclude(author=user):
        replace_text(reply, build_quotation_pattern(user), REMOVED_QUOTE)


def empty_comment(comment: Comment) -> None:
    """Empty a comment, which keeps its place for those who replied, and update the counters."""
    change_state(comment, State.DELETED, text="", html="", held_because="")
    Mention.objects.filter(comment=comment).delete()


def remove_member_name(user: User) -> None:
    """Remove the member's name from what others wrote, and delete what nobody was meant to read yet."""
    for comment in Comment.objects.filter(author=user, state=State.HELD):
        empty_comment(comment)
        FormerText.objects.filter(comment=comment).delete()
    PendingEdit.objects.filter(by=user).delete()
    if not user.display_name:
        return
    comments = Comment.objects.filter(pk__in=get_comments_naming(user)).exclude(author=user)
    for comment in comments:
        replace_text(comment, build_name_pattern(user), rf"\g<before>{DELETED_USER_NAME}\g<after>")
    pks = [comment.pk for comment in comments]
    log = ModerationDecision.objects
    log.filter(member=user, reason__icontains=user.display_name).update(reason="")
    log.filter(comment__in=pks, text__icontains=user.display_name).exclude(IS_EVIDENCE).update(text="")


def build_quotation_pattern(user: User) -> re.Pattern[str]:
    """Return a pattern for quotations of the member, as `comments.validation.quote_comment` begins them."""
    return re.compile(rf"^> {re.escape(user.public_name)} wrote:\n(?:>.*(?:\n|$))*", re.MULTILINE)


def build_name_pattern(user: User) -> re.Pattern[str]:
    """Return a pattern for the member's name after an @, or before a quotation of them."""
    name = re.escape(user.display_name)
    return re.compile(rf"(?P<before>(?<!\w)@|^> )(?:{name})(?P<after>(?!\w)(?: wrote:)?)", re.IGNORECASE | re.MULTILINE)


def replace_text(comment: Comment, pattern: re.Pattern[str], replacement: str) -> None:
    """Replace what matches in a comment, its former texts, a waiting edit and reports of it."""
    row: Any
    related: Any = (FormerText.objects, PendingEdit.objects, Report.objects)
    for row in (row for rows in related for row in rows.filter(comment=comment)):
        row.text = pattern.sub(replacement, row.text)
        row.save(update_fields=["text"])
    text = pattern.sub(replacement, comment.text)
    if text != comment.text:
        names: Any = User.objects.filter(pk__in=comment.mentions.values("user")).values_list("display_name", flat=True)
        comment.set_text(text, list(names))
        comment.save(update_fields=["text", "html", "rendered_by"])
