"""Who reads a discussion, and what that person sees of it and may do in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.safestring import SafeString, mark_safe

from accounts.auth.suspension import is_suspended
from accounts.blocking import HiddenUsers, get_hidden_people
from discussions.models import PLACEHOLDERS, Comment, State
from discussions.open_items import is_discussed, is_tended_by
from discussions.threads.titles import NOT_SHOWN_TITLE, title_of
from gateway.catalogue.models import Item

GUARDED_STATES = (State.HELD, State.HIDDEN)
"""What editors alone read, beside the author of what is held."""
NOT_SHOWN_MESSAGE = "This comment is not shown to you."
"""For whom somebody else has blocked, who is not told so."""


@dataclass
class Viewer:
    """A visitor before a discussion. What was said after `seen_until` is new to them."""

    user: Any
    item: Item | None = None
    is_tending: bool = False
    seen_until: datetime | None = None

    @cached_property
    def hidden(self) -> HiddenUsers:
        """The keys of those whose words they do not see."""
        return get_hidden_people(self.user)

    @property
    def is_member(self) -> bool:
        """Whether they are logged in."""
        return self.user.is_authenticated

    @property
    def is_kept_out(self) -> bool:
        """Whether an editor has suspended them."""
        return is_suspended(self.user)

    @property
    def is_editor(self) -> bool:
        """Whether they are an editor of the Gateway."""
        return self.is_member and self.user.is_editor

    @property
    def may_speak(self) -> bool:
        """Whether something may be said here at all, by them or after a log-in."""
        return self.item is None or (is_discussed(self.item) and self.item.discussion == Item.Discussion.OPEN)

    def is_author_of(self, comment: Comment) -> bool:
        """Whether it is their own."""
        return self.is_member and comment.author_id == self.user.pk

    def may_read(self, comment: Comment) -> bool:
        """Whether they see its words, and not a mark in its place."""
        return comment.author_id not in self.hidden and comment.is_shown_to(self.user)

    def words_of(self, comment: Comment) -> SafeString:
        """Return what they see of its words: the words as safe HTML, or a placeholder."""
        if self.may_read(comment):
            return comment.words_for(self.user)
        return mark_safe(PLACEHOLDERS.get(comment.state, NOT_SHOWN_MESSAGE))  # noqa: S308 (ours)

    def title_of(self, comment: Comment) -> str:
        """Return its beginning, or a placeholder if they do not see its words."""
        return title_of(comment, self.user) if self.may_read(comment) else NOT_SHOWN_TITLE

    def has_not_seen(self, comment: Comment) -> bool:
        """Whether somebody else wrote it since their last visit."""
        return self.seen_until is not None and comment.created_at > self.seen_until and not self.is_author_of(comment)

    def may_mark_answers_of(self, question: Comment) -> bool:
        """Whether they may say which reply answers it: who asked, and who looks after the discussion."""
        return question.is_question and question.is_public and (self.is_tending or self.is_author_of(question))


def viewer_of(user: Any, item: Item | None, *, is_tending: bool | None = None) -> Viewer:
    """This person before the discussion of this item; give `is_tending` if it is known, to spare a query."""
    if not user.is_authenticated:
        return Viewer(user, item)
    tends = is_tended_by(user, item) if is_tending is None else is_tending
    return Viewer(user, item, tends)


def standing(user: Any) -> Q:
    """That something of a thread that this comment begins is there for this person: the comment itself, or replies."""
    seen = Q(state=State.VISIBLE) | Q(Exists(Comment.objects.filter(root=OuterRef("pk"), state=State.VISIBLE)))
    if not user.is_authenticated:
        return seen
    return seen | (Q(state__in=GUARDED_STATES) if user.is_editor else Q(state=State.HELD, author=user))
