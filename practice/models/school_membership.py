"""Who works at which school, and how it was confirmed."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from practice.models.school import School

MAX_LINK_AGE = timedelta(days=3)


class SchoolMembershipQuerySet(models.QuerySet["SchoolMembership"]):
    """Memberships of schools, by user and by status."""

    def for_user(self, user: Any) -> Self:
        """Return the user's memberships; none if they are not logged in."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def confirmed(self) -> Self:
        """Return the confirmed memberships of active users, which are the only ones that count."""
        return self.filter(status=SchoolMembership.Status.CONFIRMED, user__is_active=True)

    def waiting(self) -> Self:
        """Return the memberships of active users that wait to be confirmed, the oldest first."""
        return self.filter(status=SchoolMembership.Status.WAITING, user__is_active=True).order_by("asked_at", "pk")

    def decidable_by(self, user: Any) -> Self:
        """Return the waiting memberships of others at the user's confirmed schools; of all others for an editor."""
        if not user.is_authenticated:
            return self.none()
        others = self.waiting().exclude(user=user)
        schools = SchoolMembership.objects.for_user(user).confirmed().values("school_id")
        return others if user.is_editor else others.filter(school__in=schools)

    def with_link(self, user: Any, key: uuid.UUID) -> Self:
        """Return the user's waiting membership that this link was sent for, unless the link has expired."""
        return self.for_user(user).waiting().filter(link_key=key, link_sent_at__gt=timezone.now() - MAX_LINK_AGE)

    def current(self) -> Self:
        """Return the memberships that are waiting or confirmed."""
        return self.filter(status__in=CURRENT_STATUSES)


class SchoolMembership(models.Model):
    """A user's statement that they work at a school, confirmed or not."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting to be confirmed"
        CONFIRMED = "confirmed", "Confirmed"
        REFUSED = "refused", "Not confirmed"
        LEFT = "left", "Left"

    class How(models.TextChoices):
        EMAIL = "email", "By an email to the school’s own address"
        COLLEAGUE = "colleague", "By a colleague"
        EDITOR = "editor", "By an editor"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="school_memberships")
    school = models.ForeignKey(School, models.PROTECT, related_name="memberships")
    role = models.CharField("your role there", max_length=60, help_text="For example: SENCO, class teacher, governor.")
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_how = models.CharField(max_length=10, choices=How, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    work_email = models.EmailField("email address at the school", blank=True, editable=False)
    work_email_shown_at = models.DateTimeField(
        "when they showed that they read mail there", null=True, blank=True, editable=False
    )
    link_key = models.UUIDField(null=True, blank=True, unique=True, editable=False, help_text="Of the link sent there.")
    link_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False, help_text="For addresses and forms.")

    objects = SchoolMembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["school__name", "asked_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["school", "status"], name="membership_of_school"),
            models.Index(fields=["asked_at"], condition=Q(status="waiting"), name="membership_waiting"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "school"],
                condition=Q(status__in=["waiting", "confirmed"]),
                name="membership_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(link_key__isnull=True) | (Q(link_sent_at__isnull=False) & ~Q(work_email="")),
                name="membership_link_was_sent",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | (Q(decided_at__isnull=False) & ~Q(confirmed_how="")),
                name="membership_confirmed_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.school}"


CURRENT_STATUSES = (SchoolMembership.Status.WAITING, SchoolMembership.Status.CONFIRMED)


def get_public_values(membership: SchoolMembership) -> tuple[int, int] | None:
    """Return the school and the user of a confirmed membership, which public pages show, or None."""
    is_confirmed = membership.status == SchoolMembership.Status.CONFIRMED
    return (membership.school_id, membership.user_id) if is_confirmed else None
