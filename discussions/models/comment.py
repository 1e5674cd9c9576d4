"""Comments and questions about an item, and questions to the community about a focus area."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from discussions.discussed_items import get_discussed_items
from discussions.models.question_index import index_questions
from gateway.catalogue.models import FocusArea, Item
from gateway.catalogue.text.markdown import render

MAX_COMMENT_LENGTH = 5_000
UNMARKED_EDIT_PERIOD = timedelta(minutes=30)
"""The author can edit a comment for this long without a mark. Later edits are marked, and former texts kept."""

RENDERER_VERSION = 2
"""Increase it when the rendering changes: stored HTML with another number is rendered again."""
TOP_HEADING_LEVEL = 4
"""The highest heading in a comment, because the heading above a thread has level 3."""


class State(models.TextChoices):
    """The state of a comment, which decides who can read it."""

    VISIBLE = "visible", "Visible"
    HELD = "held", "Waiting for an editor"
    HIDDEN = "hidden", "Hidden by an editor"
    DELETED = "deleted", "Deleted by its author"


PLACEHOLDERS: dict[str, str] = {
    State.DELETED: "This comment was deleted by its author.",
    State.HIDDEN: "This comment was hidden by an editor.",
    State.HELD: "This comment is waiting for an editor.",
}

NEXT_STATES: dict[str, frozenset[str]] = {
    State.VISIBLE: frozenset({State.HELD, State.HIDDEN, State.DELETED}),
    State.HELD: frozenset({State.VISIBLE, State.HIDDEN, State.DELETED}),
    State.HIDDEN: frozenset({State.VISIBLE, State.DELETED}),
    State.DELETED: frozenset(),
}
"""The states to which a comment can change from each state."""


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, by who may read them and by whether they are answered."""

    def public(self) -> Self:
        """Return the visible comments on what is public and not closed to discussion, which any visitor may read."""
        return self.filter(state=State.VISIBLE).in_open_discussions()

    def in_open_discussions(self) -> Self:
        """Return the comments on a focus area or on a public item whose discussion is not closed."""
        discussed = (
            get_discussed_items().order_by().filter(pk=models.OuterRef("item_id"))
        )  # for the page's comments only
        return self.filter(Q(item__isnull=True) | models.Exists(discussed))

    def readable_by(self, user: Any) -> Self:
        """Return the public comments and the user's own that are held; all comments for an editor."""
        if not user.is_authenticated:
            return self.public()
        if user.is_editor:
            return self.all()
        return self.in_open_discussions().filter(Q(state=State.VISIBLE) | Q(author=user, state=State.HELD))

    def questions(self) -> Self:
        return self.filter(is_question=True)

    def unanswered(self) -> Self:
        return self.filter(is_question=True, answer__isnull=True)

    def answered(self) -> Self:
        return self.filter(is_question=True, answer__isnull=False)

    def with_reply_count(self) -> Self:
        """Annotate comments that begin a thread with the number of its visible replies as `reply_count`."""
        replies = Comment.objects.filter(root=models.OuterRef("pk"), state=State.VISIBLE)
        return self.annotate(reply_count=build_row_count(replies.values("root")))


def build_row_count(groups: Any) -> Any:
    """Return an expression that counts rows; `groups` are rows grouped by one key."""
    return Coalesce(models.Subquery(groups.order_by().annotate(n=models.Count("pk")).values("n")), models.Value(0))


class Comment(models.Model):
    """A comment, question or reply.

    A reply has the comment that it answers as `parent`, and the one that began the thread as `root`. A comment is never
    moved, and a deleted or hidden one keeps its row, so that its thread stays complete. Change its `state` only through
    `discussions.comments.state.change_state`, which updates the counters.
    """

    item = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, related_name="comments")
    focus_area = models.ForeignKey(FocusArea, models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    root = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="thread")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    is_question = models.BooleanField("a question", default=False)
    text = models.TextField(max_length=MAX_COMMENT_LENGTH)
    html = models.TextField("the text as HTML", blank=True, editable=False)
    rendered_by = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.VISIBLE, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    answer = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)
    held_because = models.TextField(blank=True, editable=False, help_text="Why it is waiting, one reason on each line.")
    is_locked = models.BooleanField("closed to replies", default=False, editable=False)
    helpful_count = models.PositiveIntegerField(default=0, editable=False)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]
        indexes: ClassVar = [
            models.Index(F("item"), F("created_at"), F("id"), condition=Q(parent=None), name="thread_oldest"),
            models.Index(
                F("item"), F("helpful_count").desc(), F("id"), condition=Q(parent=None), name="thread_helpful"
            ),
            models.Index(
                fields=["root", "created_at", "id"], condition=Q(parent__isnull=False), name="comment_replies"
            ),
            models.Index(F("created_at").desc(), F("id").desc(), condition=Q(is_question=True), name="question_newest"),
            models.Index(
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(is_question=True, answer__isnull=True),
                name="question_unanswered",
            ),
            models.Index(F("created_at").desc(), F("id").desc(), name="comment_newest"),
            models.Index(F("author"), F("created_at").desc(), name="comment_of_author"),
            models.Index(fields=["created_at"], condition=Q(state="held"), name="comment_waiting"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(item__isnull=False, focus_area__isnull=True)
                | Q(item__isnull=True, focus_area__isnull=False),
                name="comment_is_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, root__isnull=True) | Q(parent__isnull=False, root__isnull=False),
                name="comment_reply_knows_its_thread",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | Q(parent__lt=F("id")), name="comment_is_after_what_it_replies_to"
            ),
            models.CheckConstraint(
                condition=Q(is_question=False) | Q(parent__isnull=True), name="comment_questions_begin_threads"
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False) | Q(is_question=True) | Q(parent__isnull=False),
                name="comment_a_focus_area_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(answer__isnull=True) | Q(is_question=True), name="comment_questions_alone_have_answers"
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="comment_state_is_known"),
            models.CheckConstraint(condition=~Q(text="") | Q(state="deleted"), name="comment_says_something"),
        ]

    def __str__(self) -> str:
        return f"{'Question' if self.is_question else 'Comment'} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the comment with its HTML, and have the search index read its question again."""
        is_new = self._state.adding
        if self.rendered_by != RENDERER_VERSION:
            self.set_text(self.text)
        super().save(*args, **kwargs)
        if self.is_question or (self.root_id and not is_new):
            index_questions([self.beginning_id])

    def set_text(self, text: str, names: Collection[str] = ()) -> None:
        """Set the text and its HTML, in which mentions of these names are highlighted, without saving."""
        self.text, self.rendered_by = text, RENDERER_VERSION
        self.html = render(text, TOP_HEADING_LEVEL, names=names, as_typed=True) if text else ""

    def is_shown_to(self, user: Any) -> bool:
        """Return whether a user may read the text if they may see what it is on; None is any visitor."""
        if self.state in (State.VISIBLE, State.DELETED) or user is None or not user.is_authenticated:
            return self.state == State.VISIBLE
        return user.is_editor or (self.state == State.HELD and self.author_id == user.pk)

    @property
    def words(self) -> SafeString:
        """Return what any visitor may read, as safe HTML: the text or a placeholder."""
        return self.get_words(None)

    def get_words(self, user: Any) -> SafeString:
        """Return the text as safe HTML, or a placeholder if the user may not read it."""
        if not self.is_shown_to(user):
            return mark_safe(PLACEHOLDERS[self.state])  # noqa: S308 (ours)
        if self.rendered_by == RENDERER_VERSION:
            return mark_safe(self.html)  # noqa: S308
        return render(self.text, TOP_HEADING_LEVEL, as_typed=True)

    @property
    def edit_waiting(self) -> Any:
        """Return the edit that waits for an editor, or None. One query, unless it was loaded with the comment."""
        return getattr(self, "pending_edit", None)

    def get_absolute_url(self) -> str:
        """Return the stable address of the comment, which redirects to its place on a page."""
        return reverse("discussions:comment", args=[self.pk])

    @property
    def beginning_id(self) -> int:
        """Return the key of the comment that began the thread, which may be this one."""
        return self.root_id or self.pk

    @property
    def is_public(self) -> bool:
        """Return whether others can read the comment, if they may see what it is on."""
        return self.state == State.VISIBLE
