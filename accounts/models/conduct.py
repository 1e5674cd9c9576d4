"""Conduct of users: reasons to report something, and blocks between users."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class Concern(models.TextChoices):
    """A reason to report something; the first two cannot wait."""

    HARM = "harm", "Someone may be in danger or be harmed"
    ILLEGAL = "illegal", "I think it is against the law"
    IDENTIFIES = "identifies", "It could identify a pupil, child or family"
    ABUSE = "abuse", "It is unkind, bullying or hateful"
    SPAM = "spam", "It is advertising or spam"
    FALSE = "false", "It is misleading, or someone is pretending to be someone else"
    OTHER = "other", "Something else"


URGENT_CONCERNS = (Concern.HARM, Concern.ILLEGAL)
"""Concerns that come first in the editors' queue."""


class Block(models.Model):
    """A user's wish to see nothing of another, which hides each from the other (`accounts.blocking`)."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    told_of_others: ClassVar = ("person",)
    """A blocked user is never told so, not even in a copy of their data."""

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "person"], name="block_once"),
            models.CheckConstraint(condition=~Q(by=F("person")), name="block_somebody_else"),
        ]

    def __str__(self) -> str:
        return f"Block {self.pk}"
