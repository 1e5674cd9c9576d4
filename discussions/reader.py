"""Who reads a discussion, and what that person sees of it and may do in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q

from accounts.blocking import Hidden, hidden_people
from accounts.suspension import is_kept_out
from discussions.ground import is_discussed, is_tended_by
from discussions.models import Comment, State
from gateway.catalogue.models import Item

GUARDED = (State.HELD, State.HIDDEN)
"""What editors alone read, beside the author of what is held."""


@dataclass
class Reader:
    """A visitor before a discussion. What was said after `seen_until` is new to them."""

    user: Any
    item: Item | None = None
    is_tending: bool = False
    seen_until: datetime | None = None

    @cached_property
    def hidden(self) -> Hidden:
        """The keys of those whose words they do not see."""
        return hidden_people(self.user)

    @property
    def is_member(self) -> bool:
        """Whether they are logged in."""
        return self.user.is_authenticated

    @property
    def is_kept_out(self) -> bool:
        """Whether an editor has suspended them."""
        return is_kept_out(self.user)

    @property
    def is_editor(self) -> bool:
        """Whether they are an editor of the Gateway."""
        return self.is_member and self.user.is_editor

    @property
    def may_speak(self) -> bool:
        """Whether something may be said here at all, by them or after a log-in."""
        return self.item is None or (is_discussed(self.item) and self.item.discussion == Item.Discussion.OPEN)

    def wrote(self, comment: Comment) -> bool:
        """Whether it is their own."""
        return self.is_member and comment.author_id == self.user.pk

    def reads(self, comment: Comment) -> bool:
        """Whether they see its words, and not a mark in its place."""
        if comment.author_id in self.hidden:
            return False
        if comment.state in GUARDED:
            return self.is_editor or (comment.state == State.HELD and self.wrote(comment))
        return comment.state == State.VISIBLE

    def finds_new(self, comment: Comment) -> bool:
        """Whether somebody else wrote it since their last visit."""
        return self.seen_until is not None and comment.created_at > self.seen_until and not self.wrote(comment)

    def marks_answers_of(self, question: Comment) -> bool:
        """Whether they may say which reply answers it: who asked, and who looks after the discussion."""
        return question.is_question and question.is_public and (self.is_tending or self.wrote(question))


def reader_of(user: Any, item: Item | None, *, is_tending: bool | None = None) -> Reader:
    """This person before the discussion of this item; give `is_tending` if it is known, to spare a query."""
    if not user.is_authenticated:
        return Reader(user, item)
    tends = is_tended_by(user, item) if is_tending is None else is_tending
    return Reader(user, item, tends)


def standing(user: Any) -> Q:
    """That something of a thread that this comment begins is there for this person: the comment itself, or replies."""
    seen = Q(state=State.VISIBLE) | Q(Exists(Comment.objects.filter(root=OuterRef("pk"), state=State.VISIBLE)))
    if not user.is_authenticated:
        return seen
    return seen | (Q(state__in=GUARDED) if user.is_editor else Q(state=State.HELD, author=user))
