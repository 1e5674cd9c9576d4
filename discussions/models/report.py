from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Concern
from discussions.models.comment import MAX_COMMENT_LENGTH, Comment

MAX_REPORT_LENGTH = 1_000


class ReportQuerySet(models.QuerySet["Report"]):
    """Reports, by whether they are handled and by who sent them."""

    def open(self) -> Self:
        """Return the reports that wait for an editor."""
        return self.filter(handled_at=None)

    def sent_by(self, user: Any, email: str = "") -> Self:
        """Return the reports of a member, or of a visitor who gave this address; none without an address."""
        if user.is_authenticated:
            return self.filter(by=user)
        return self.filter(by=None, email__iexact=email) if email else self.none()


class Report(models.Model):
    """A report of a comment or member, by a member or by a visitor, who may leave an address to be told of the outcome.

    Reports of messages to schools are in `practice.MessageReport`; the editors' queue shows both.
    """

    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="reports")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports_sent")
    email = models.EmailField("your email address", blank=True)
    concern = models.CharField("what is wrong", max_length=10, choices=Concern)
    words = models.TextField("in your own words", max_length=MAX_REPORT_LENGTH, blank=True)
    text = models.TextField("what it said then", max_length=MAX_COMMENT_LENGTH, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True)
    looks_automated = models.BooleanField(default=False)
    form_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = ReportQuerySet.as_manager()

    told_of_others: ClassVar = ("member",)
    """A reported member's data export leaves out who reported them and what they wrote."""

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["created_at"], condition=Q(handled_at=None), name="report_open")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, member__isnull=True) | Q(comment__isnull=True, member__isnull=False),
                name="report_is_of_one_thing",
            ),
            models.CheckConstraint(condition=Q(concern__in=Concern.values), name="report_concern_is_known"),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | Q(by__isnull=True) | ~Q(member=F("by")),
                name="report_of_somebody_else",
            ),
            *[
                models.UniqueConstraint(
                    fields=[what, who], condition=Q(handled_at=None) & some, name=f"report_open_once_{what}_{who}"
                )
                for what in ("comment", "member")
                for who, some in (("by", Q(by__isnull=False)), ("email", Q(by__isnull=True) & ~Q(email="")))
            ],
        ]

    def __str__(self) -> str:
        return f"Report of {self.created_at:%-d %B %Y}"
