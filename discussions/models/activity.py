"""Activities about which members are notified, each once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from discussions.models.comment import Comment
from gateway.catalogue.models import Item


class Activity(models.Model):
    """Something that members are to be notified of. `notified_at` is set once all of them have been.

    It is stored in the transaction that did it, so that a worker that dies loses nothing. Rows of items are never
    deleted, because an item is new only once.
    """

    class What(models.TextChoices):
        POSTED = "posted", "A comment came to be read"
        EDITED = "edited", "A comment was changed"
        ANSWERED = "answered", "A question got its answer"
        UNANSWERED = "unanswered", "A question waited a week"
        NEW_ITEM = "new-item", "An item became public"

    what = models.CharField(max_length=10, choices=What)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, db_index=False, related_name="+")
    item = models.ForeignKey(Item, models.CASCADE, null=True, db_index=False, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    notified_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["at"], condition=Q(notified_at=None), name="activity_not_notified")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(what="new-item", item__isnull=False, comment__isnull=True)
                | (~Q(what="new-item") & Q(item__isnull=True, comment__isnull=False)),
                name="activity_is_about_one_thing",
            ),
            models.UniqueConstraint(fields=["comment", "what"], name="activity_of_a_comment_once"),
            models.UniqueConstraint(fields=["item"], name="activity_of_an_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.comment_id or self.item_id}"


class Kind(models.TextChoices):
    """Why a member is told of a comment or item."""

    REPLY = "reply", "Reply to you"
    MENTION = "mention", "Mention of you"
    CHOSEN = "chosen", "Your reply is the answer"
    ANSWER = "answer", "A question has its answer"
    COMMENT = "comment", "New comment"
    UNANSWERED = "unanswered", "A question waits"
    NEW_ITEM = "new-item", "New item"


PERSONAL_KINDS = (Kind.REPLY, Kind.MENTION, Kind.CHOSEN)
"""A member is told of these even if they do not follow the thing."""
