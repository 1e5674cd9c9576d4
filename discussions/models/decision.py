"""Editors' decisions about posts and members, in a log that is never changed, and appeals against them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import END_OF_TIME, Concern
from discussions.models.comment import Comment
from practice.models import SchoolMessage

MAX_REASON_LENGTH = 2_000


class Act(models.TextChoices):
    """A decision that an editor can make."""

    APPROVE = "approve", "Approved"
    KEEP = "keep", "Left as it is"
    DECLINE = "decline", "Change not accepted"
    HIDE = "hide", "Hidden"
    RESTORE = "restore", "Shown again"
    WARN = "warn", "Warned"
    SUSPEND = "suspend", "Suspended"
    LIFT = "lift", "Suspension ended"
    WITHDRAW = "withdraw", "Warning withdrawn"
    UPHOLD = "uphold", "Appeal turned down"


ADVERSE_ACTS = (Act.HIDE, Act.DECLINE, Act.WARN, Act.SUSPEND)
"""The member is told the reason for these, and may appeal against them."""
UNNOTIFIED_ACTS = (Act.KEEP,)
"""These change nothing for the member, who is not told of them."""
FAVOURABLE_ACTS = (Act.APPROVE, Act.RESTORE, Act.LIFT, Act.WITHDRAW)
"""A newcomer's posts may no longer wait after one of these."""


class ChangeNotAllowed(Exception):
    """An attempt to change or delete a decision in the log."""


class DecisionQuerySet(models.QuerySet["ModerationDecision"]):
    """Decisions, which can only be added."""

    def shown_to(self, user: Any) -> Self:
        """Return the decisions about a user of which they are told."""
        return self.filter(member=user).exclude(act__in=UNNOTIFIED_ACTS)

    def update(self, **changes: Any) -> int:
        """Blank columns, for when a member leaves. Raise ChangeNotAllowed for any other value."""
        if any(changes.values()):
            raise ChangeNotAllowed
        return super().update(**changes)

    def delete(self) -> NoReturn:
        raise ChangeNotAllowed


class ModerationDecision(models.Model):
    """An editor's decision about a post, message or member, with its reason and the text at that time.

    The database allows no change except the removal of names and texts with an account (migration `decisions_stay`).
    """

    act = models.CharField("decision", max_length=8, choices=Act)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="decided by"
    )
    at = models.DateTimeField("when", default=timezone.now)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions")
    comment = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="decisions")
    message = models.ForeignKey(SchoolMessage, models.SET_NULL, null=True, related_name="+")
    concern = models.CharField("because of", max_length=10, choices=Concern, blank=True)
    reason = models.TextField("reason given to the person", max_length=MAX_REASON_LENGTH, blank=True)
    text = models.TextField("the text as it was", blank=True)
    until = models.DateTimeField("suspended until", null=True)
    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = DecisionQuerySet.as_manager()

    told_of_others: ClassVar = ("by",)
    """An editor's own data export leaves out what they decided about others."""

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name = "decision"
        indexes: ClassVar = [models.Index(fields=["member", "-at"], name="decision_about")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(act__in=Act.values), name="decision_is_known"),
            models.CheckConstraint(
                condition=Q(act=Act.SUSPEND, until__isnull=False) | (~Q(act=Act.SUSPEND) & Q(until__isnull=True)),
                name="decision_suspends_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}, {self.at:%-d %B %Y}"

    def save(self, *args: Any, **options: Any) -> None:
        """Add the decision. Raise ChangeNotAllowed if it is already stored."""
        if self.pk:
            raise ChangeNotAllowed
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise ChangeNotAllowed

    def get_absolute_url(self) -> str:
        """Return the page on which the member concerned reads the decision and can appeal."""
        return reverse("discussions:decision", args=[self.reference])

    @property
    def is_against(self) -> bool:
        """Return whether the member may appeal."""
        return self.act in ADVERSE_ACTS

    @property
    def is_for_good(self) -> bool:
        """Return whether the suspension has no end."""
        return self.until == END_OF_TIME


class Appeal(models.Model):
    """An appeal of the member concerned, once per decision, which another editor decides if there is one."""

    decision = models.OneToOneField(ModerationDecision, models.PROTECT, related_name="appeal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="appeals")
    words = models.TextField("why it is wrong", max_length=MAX_REASON_LENGTH)
    created_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    answer = models.OneToOneField(ModerationDecision, models.PROTECT, null=True, related_name="answers_appeal")

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["created_at"], condition=Q(decided_at=None), name="appeal_open")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=""), name="appeal_says_why"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, answer__isnull=True)
                | Q(decided_at__isnull=False, answer__isnull=False),
                name="appeal_decided_has_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"Appeal of {self.created_at:%-d %B %Y}"
