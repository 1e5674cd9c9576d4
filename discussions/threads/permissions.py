"""The viewer of a discussion: what they see of it and may do in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.safestring import SafeString, mark_safe

from accounts.auth.suspension import is_suspended
from accounts.blocking import HiddenUsers, get_hidden_people
from discussions.discussed_items import is_discussed, is_moderator_of
from discussions.models import PLACEHOLDERS, Comment, State
from discussions.threads.titles import NOT_SHOWN_TITLE, get_comment_title
from gateway.catalogue.models import Item

GUARDED_STATES = (State.HELD, State.HIDDEN)
"""Only editors can read comments in these states, and the author a held one."""
NOT_SHOWN_MESSAGE = "This comment is not shown to you."
"""For a member whom the author has blocked: it does not tell them so."""


@dataclass
class Viewer:
    """A visitor to a discussion. Comments after `seen_until` are new to them."""

    user: Any
    item: Item | None = None
    is_moderator: bool = False
    seen_until: datetime | None = None

    @cached_property
    def hidden(self) -> HiddenUsers:
        """Return the keys of the members whose comments they do not see."""
        return get_hidden_people(self.user)

    @property
    def is_member(self) -> bool:
        return self.user.is_authenticated

    @property
    def is_suspended(self) -> bool:
        return is_suspended(self.user)

    @property
    def is_editor(self) -> bool:
        return self.is_member and self.user.is_editor

    @property
    def may_post(self) -> bool:
        """Return whether anyone may post here, including after logging in."""
        return self.item is None or (is_discussed(self.item) and self.item.discussion == Item.Discussion.OPEN)

    def is_author_of(self, comment: Comment) -> bool:
        return self.is_member and comment.author_id == self.user.pk

    def may_read(self, comment: Comment) -> bool:
        """Return whether they see the text of a comment rather than a placeholder."""
        return comment.author_id not in self.hidden and comment.is_shown_to(self.user)

    def get_words(self, comment: Comment) -> SafeString:
        """Return the text of a comment as safe HTML, or a placeholder."""
        if self.may_read(comment):
            return comment.get_words(self.user)
        return mark_safe(PLACEHOLDERS.get(comment.state, NOT_SHOWN_MESSAGE))  # noqa: S308 (ours)

    def get_title(self, comment: Comment) -> str:
        """Return the beginning of a comment, or a placeholder."""
        return get_comment_title(comment, self.user) if self.may_read(comment) else NOT_SHOWN_TITLE

    def is_new_to_viewer(self, comment: Comment) -> bool:
        """Return whether someone else posted the comment since their last visit."""
        return self.seen_until is not None and comment.created_at > self.seen_until and not self.is_author_of(comment)

    def may_mark_answers_of(self, question: Comment) -> bool:
        """Return whether they may mark the answer: the asker, and those who moderate the discussion."""
        return question.is_question and question.is_public and (self.is_moderator or self.is_author_of(question))


def make_viewer(user: Any, item: Item | None, *, is_moderator: bool | None = None) -> Viewer:
    """Return a user as the viewer of an item's discussion. Pass `is_moderator` if it is known, to save a query."""
    if not user.is_authenticated:
        return Viewer(user, item)
    if is_moderator is None:
        is_moderator = is_moderator_of(user, item)
    return Viewer(user, item, is_moderator)


def build_thread_condition(user: Any) -> Q:
    """Return the condition that a user sees something of the thread of a comment: the comment itself or replies."""
    seen = Q(state=State.VISIBLE) | Q(Exists(Comment.objects.filter(root=OuterRef("pk"), state=State.VISIBLE)))
    if not user.is_authenticated:
        return seen
    return seen | (Q(state__in=GUARDED_STATES) if user.is_editor else Q(state=State.HELD, author=user))
