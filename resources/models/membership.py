from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from resources.models.publisher import Publisher, Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships of publishers."""

    def owners(self) -> Self:
        """Return the memberships of owners who can log in."""
        return self.filter(role=Role.OWNER, user__is_active=True)


class Membership(models.Model):
    """A user's membership of a publisher. Owners manage its profile and members; contributors write for it."""

    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    created_at = models.DateTimeField("since", auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-role", "created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publisher", "user"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display().lower()} of {self.publisher}"
