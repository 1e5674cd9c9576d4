"""Mentions with an @: a limited number of members who take part in the same discussion."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.blocking import build_hidden_condition
from accounts.models import User
from discussions.models import Comment, Mention, State
from gateway.catalogue.text.markdown import build_mention_pattern

MAX_MENTIONS_PER_COMMENT = 10
"""Further names in the comment stay plain text, and nobody is told."""
MAX_NAMES_SUGGESTED = 300


def get_mentionable_users(comment: Comment, author: Any) -> Any:
    """Return the named members with a visible comment in the same discussion whom no block hides."""
    visible = Comment.objects.filter(author=OuterRef("pk"), state=State.VISIBLE)
    in_discussion = visible.filter(item=comment.item_id) if comment.item_id else visible.filter(root=comment.root_id)
    began_thread = Exists(visible.filter(pk=comment.root_id or 0))
    named = User.objects.filter(is_active=True).exclude(display_name="").exclude(pk=author.pk)
    return named.filter(Exists(in_discussion) | began_thread).exclude(build_hidden_condition(author, "pk"))


def find_mentioned_users(text: str, comment: Comment, author: Any) -> list[User]:
    """Return the members whom a text names with an @, in order, up to `MAX_MENTIONS_PER_COMMENT`."""
    if "@" not in text:
        return []
    people = list(get_mentionable_users(comment, author)[:MAX_NAMES_SUGGESTED])
    if not people:
        return []
    found = build_mention_pattern([user.display_name for user in people]).findall(text)
    names = dict.fromkeys(name[1:].casefold() for name in found)
    return [user for name in names for user in people if user.display_name.casefold() == name][
        :MAX_MENTIONS_PER_COMMENT
    ]


def save_mentions(comment: Comment, people: Iterable[User]) -> None:
    """Store exactly these mentions of a comment."""
    wanted = {user.pk for user in people}
    Mention.objects.filter(comment=comment).exclude(user__in=wanted).delete()
    mentions = [Mention(comment=comment, user_id=pk) for pk in wanted]
    Mention.objects.bulk_create(mentions, ignore_conflicts=True)
