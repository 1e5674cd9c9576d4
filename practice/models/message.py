"""Messages between members and schools, which never show an e-mail address."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Concern
from practice.models.school import School
from practice.models.school_membership import SchoolMembership

MAX_MESSAGE_LENGTH = 4_000


class SchoolMessageQuerySet(models.QuerySet["SchoolMessage"]):
    """Messages, by who may read them."""

    def first_messages(self) -> Self:
        """Return the messages that began a conversation."""
        return self.filter(answers=None)

    def readable_by(self, user: Any) -> Self:
        """Return the messages of conversations that the user began or that are with one of their schools."""
        if not user.is_authenticated:
            return self.none()
        schools = SchoolMembership.objects.for_user(user).confirmed().values("school_id")
        began = Q(sender=user, answers=None) | Q(answers__sender=user)
        return self.filter(began | Q(school__in=schools))


class SchoolMessage(models.Model):
    """A message to a school, or an answer in the conversation that such a message began."""

    school = models.ForeignKey(School, models.PROTECT, related_name="messages")
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="school_messages"
    )
    text = models.TextField("message", max_length=MAX_MESSAGE_LENGTH)
    sent_at = models.DateTimeField(auto_now_add=True)
    answers = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    is_from_school = models.BooleanField(default=False)
    form_key = models.UUIDField(editable=False, help_text="Of the form that sent it, so that it is sent once.")
    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="For addresses.")

    objects = SchoolMessageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        indexes: ClassVar = [models.Index(F("school"), F("sent_at").desc(), name="message_of_school")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sender", "form_key"], name="message_once_a_form"),
            models.CheckConstraint(condition=~Q(text=""), name="message_says_something"),
            models.CheckConstraint(
                condition=Q(is_from_school=False) | Q(answers__isnull=False), name="message_schools_answer_only"
            ),
        ]

    def __str__(self) -> str:
        return f"Message of {self.sent_at:%-d %B %Y}"

    @property
    def first(self) -> SchoolMessage:
        """Return the message that began the conversation."""
        return self.answers or self


class MessageReportQuerySet(models.QuerySet["MessageReport"]):
    """Reports of messages, by whether an editor has handled them."""

    def open(self) -> Self:
        return self.filter(handled_at=None)


class MessageReport(models.Model):
    """A recipient's report of a message. Editors can read a message only once it is reported."""

    message = models.ForeignKey(SchoolMessage, models.CASCADE, related_name="reports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    concern = models.CharField("what is wrong", max_length=10, choices=Concern, default=Concern.OTHER)
    reason = models.TextField("in your own words", max_length=1_000, blank=True)
    reported_at = models.DateTimeField(auto_now_add=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MessageReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["reported_at", "pk"]
        verbose_name = "report of a message"
        verbose_name_plural = "reports of messages"
        indexes: ClassVar = [
            models.Index(fields=["reported_at"], condition=Q(handled_at__isnull=True), name="report_waiting")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "by"], name="message_reported_once_by_each"),
        ]

    def __str__(self) -> str:
        return f"Report of {self.reported_at:%-d %B %Y}"
