from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gateway.catalogue.models import Step


class ReviewComment(models.Model):
    """An editor's comment on one part of an example, belonging to the step that returned it."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="review_comments")
    field = models.CharField(max_length=40)
    text = models.TextField(max_length=2_000)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["step", "field"], name="review_comment_once_a_field"),
            models.CheckConstraint(condition=~Q(text=""), name="review_comment_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.text[:60]}"
