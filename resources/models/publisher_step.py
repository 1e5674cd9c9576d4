from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class PublisherStep(models.Model):
    """One event in the history of a publisher or its members: what, who, when, to whom and why."""

    class What(models.TextChoices):
        APPROVED = "approved", "Approved"
        SUSPENDED = "suspended", "Suspended"
        RESTORED = "restored", "Brought back"
        TRUSTED = "trusted", "Trusted to publish at once"
        CHECKED = "checked", "Looked at by an editor again before publishing"
        CHANGED = "changed", "Changed its profile"
        INVITED = "invited", "Invited somebody"
        REVOKED = "revoked", "Took back an invitation"
        JOINED = "joined", "Joined"
        MADE_OWNER = "made_owner", "Became an owner"
        MADE_CONTRIBUTOR = "made_contributor", "Became a contributor"
        REMOVED = "removed", "Was removed"
        LEFT = "left", "Left"

    publisher = models.ForeignKey("resources.Publisher", models.CASCADE, related_name="steps")
    what = models.CharField(max_length=16, choices=What)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    whom = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(max_length=1000, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(what="suspended") | ~Q(reason=""), name="publisher_suspended_for_a_reason"
            )
        ]

    def __str__(self) -> str:
        return self.get_what_display()
