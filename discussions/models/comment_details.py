"""Rows that belong to comments: votes, mentions, former texts and edits; and members' contributions and visits."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from discussions.models.comment import MAX_COMMENT_LENGTH, Comment


class HelpfulVote(models.Model):
    """A member's vote that a comment is helpful, once per member."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="votes")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "user"], name="vote_once")]

    def __str__(self) -> str:
        return f"Vote {self.pk}"


class Mention(models.Model):
    """A member of the discussion whom a comment names with an @."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["comment", "user"], name="mention_once")]

    def __str__(self) -> str:
        return f"Mention {self.pk}"


class FormerText(models.Model):
    """The text of a comment before an edit."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="former_texts")
    text = models.TextField()
    replaced_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-replaced_at", "-pk"]

    def __str__(self) -> str:
        return f"Text until {self.replaced_at:%-d %B %Y}"


class PendingEdit(models.Model):
    """An edit of a public comment that waits for an editor; until it is approved, the old text is shown."""

    comment = models.OneToOneField(Comment, models.CASCADE, related_name="pending_edit")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(max_length=MAX_COMMENT_LENGTH)
    because = models.TextField(blank=True, help_text="Why it is waiting, one reason on each line.")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [models.CheckConstraint(condition=~models.Q(text=""), name="pending_edit_has_words")]

    def __str__(self) -> str:
        return f"Edit of {self.created_at:%-d %B %Y}"


class Contribution(models.Model):
    """The counts of a member's visible comments, updated in the transactions that change them."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="contribution")
    comment_count = models.PositiveIntegerField(default=0)
    question_count = models.PositiveIntegerField(default=0)
    last_activity_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.comment_count:,} comments"


class DiscussionVisit(models.Model):
    """A member's latest visit to the discussion of an item, and the one before."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    item = models.ForeignKey("catalogue.Item", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    before = models.DateTimeField(null=True, help_text="What was said since then is marked as new.")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "item"], name="visit_once")]

    def __str__(self) -> str:
        return f"Visit {self.pk}"
