"""Notifications, each sent once, and how often users want them by e-mail."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.notification_sources import SOURCES, get_personal_kinds

SETTINGS_LOOKUP = "user__notification_settings__"


class EmailFrequency(models.TextChoices):
    """How often a user wants e-mail about something."""

    AS_USUAL = "as-usual", "As usual"
    AT_ONCE = "at-once", "Straight away"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    NEVER = "never", "No emails"


USUAL_CHOICES = [choice for choice in EmailFrequency.choices if choice[0] != EmailFrequency.AS_USUAL]


class NotificationSettings(models.Model):
    """A user's choices about e-mail; a user who has chosen nothing has no row."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notification_settings")
    how_often = models.CharField("how often", max_length=8, choices=USUAL_CHOICES, default=EmailFrequency.DAILY)
    replies_at_once = models.BooleanField(
        "straight away when someone replies to me, mentions me or marks my reply as the answer", default=True
    )
    follow_own = models.BooleanField("automatically follow what I write, ask and share", default=True)
    is_off = models.BooleanField("no emails of this kind", default=False)

    class Meta:
        verbose_name_plural = "notification settings"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(how_often__in=[value for value, _ in USUAL_CHOICES]), name="settings_how_often_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"E-mail {self.get_how_often_display().lower()}"

    @classmethod
    def for_user(cls, user: Any) -> NotificationSettings:
        """Return the user's choices, or an unsaved row of the defaults if they have chosen nothing."""
        return cls.objects.filter(user=user).first() or cls(user=user)


class NotificationQuerySet(models.QuerySet["Notification"]):
    """A queryset of notifications that may be shown or mailed."""

    def readable_by(self, user: Any, kinds: Collection[str] | None = None) -> Self:
        """Return the user's own notifications whose subjects they may see now, as each source decides.

        With `kinds`, only the sources of these kinds are asked: for a caller who knows that there are no others.
        """
        readable = Q(pk__in=[])
        for source in SOURCES:
            if kinds is not None and not set(source.kind_names) & set(kinds):
                continue
            visible = source.visible_to(user).order_by().filter(pk=OuterRef("subject_id"))
            readable |= Q(Exists(visible), kind__in=source.kind_names)
        return self.filter(readable, user=user)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def waiting(self) -> Any:
        """Return notifications that may still be mailed, each with the `frequency` that the user has chosen by now."""
        usual = Coalesce(F(f"{SETTINGS_LOOKUP}how_often"), Value(EmailFrequency.DAILY.value))
        never = Value(EmailFrequency.NEVER.value)
        personal = get_personal_kinds()
        chosen = [
            When(kind__in=source.kind_names, then=Coalesce(source.how_often(), never))
            for source in SOURCES
            if source.how_often
        ]
        by_cause = Case(*chosen, default=Value(EmailFrequency.AS_USUAL.value), output_field=models.CharField())
        return self.filter(waits=True).annotate(
            chosen=by_cause,
            frequency=Case(
                When(Q(user__is_active=False) | Q(**{f"{SETTINGS_LOOKUP}is_off": True}), then=never),
                When(Q(read_at__isnull=False), then=never),
                When(Q(kind__in=personal, **{f"{SETTINGS_LOOKUP}replies_at_once": False}), then=usual),
                When(kind__in=personal, then=Value(EmailFrequency.AT_ONCE.value)),
                When(chosen=EmailFrequency.AS_USUAL, then=usual),
                default=F("chosen"),
                output_field=models.CharField(),
            ),
        )


class Notification(models.Model):
    """A notification: a user is notified of something once, on the site and, if they want, by e-mail.

    `kind` is registered in `accounts.notification_sources`, which says of which model `subject_id` is a key; a
    notification is deleted with its subject. `cause_id` is the key of the user's choice that led to it, such as a
    follow. `waits` is True as long as a mail may still be due, until it is sent or because none is wanted.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, db_index=False, related_name="notifications")
    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    cause_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    waits = models.BooleanField(default=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        indexes: ClassVar = [
            models.Index(F("user"), F("at").desc(), F("id").desc(), name="notification_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notification_to_read"),
            models.Index(fields=["user", "at"], condition=Q(waits=True), name="notification_to_mail"),
            models.Index(fields=["subject_id", "kind"], name="notification_of_subject"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "event"], name="notification_sent_once"),
            models.CheckConstraint(
                condition=Q(waits=False) | Q(mailed_at__isnull=True), name="notification_mailed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
