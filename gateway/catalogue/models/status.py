"""The statuses of an item and the steps between them, in one place."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Conflict


class Status(models.TextChoices):
    """The status of an item on its way to publication."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    RETURNED = "returned", "Returned"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Archived"


NEXT_STATUSES: dict[str, frozenset[str]] = {
    Status.DRAFT: frozenset({Status.IN_REVIEW, Status.PUBLISHED}),
    Status.IN_REVIEW: frozenset({Status.DRAFT, Status.RETURNED, Status.PUBLISHED}),
    Status.RETURNED: frozenset({Status.DRAFT, Status.IN_REVIEW}),
    Status.PUBLISHED: frozenset({Status.DRAFT, Status.ARCHIVED}),
    Status.ARCHIVED: frozenset({Status.DRAFT, Status.PUBLISHED}),
}


class StepNotAllowed(Conflict):
    """The item cannot move from its status to the one requested, or another user moved it first."""


class Step(models.Model):
    """One step of an item: who moved it, when, from which status to which, and why."""

    item = models.ForeignKey("catalogue.Item", models.CASCADE, related_name="steps")
    from_status = models.CharField(max_length=10, blank=True, choices=Status)
    to_status = models.CharField(max_length=10, choices=Status)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(to_status=Status.RETURNED) | ~Q(reason=""), name="step_return_has_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_status or 'new'} → {self.to_status}"
