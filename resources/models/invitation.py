"""Invitations to belong to a publisher, sent by e-mail."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from resources.models.publisher import Publisher, Role

MAX_INVITATION_AGE = timedelta(days=7)
SIGNING_SALT = "resources.invitation"


def a_week_from_now() -> datetime:
    """When an invitation that is sent now stops working."""
    return timezone.now() + MAX_INVITATION_AGE


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations that nobody has accepted or taken back."""

    def opened_by(self, token: str) -> Self:
        """The one that a link's token opens, if it still works; forged, expired and used links open none."""
        try:
            key = uuid.UUID(signing.loads(token, salt=SIGNING_SALT, max_age=MAX_INVITATION_AGE))
        except (signing.BadSignature, ValueError, TypeError, AttributeError):
            return self.none()
        return self.filter(key=key, expires_at__gt=timezone.now(), publisher__is_suspended=False)


class Invitation(models.Model):
    """One open invitation. The link holds a signed key, not kept anywhere else; sending it again makes a new key.

    The row goes when the invitation is accepted or taken back: that is what makes it work once, and leaves no address
    of somebody who never joined.
    """

    publisher = models.ForeignKey(Publisher, models.CASCADE, related_name="invitations")
    email = models.EmailField("email address")
    role = models.CharField(max_length=12, choices=Role, default=Role.CONTRIBUTOR)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(default=a_week_from_now, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint("publisher", Lower("email"), name="invitation_once_for_an_address"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_is_known"),
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("sent_at")), name="invitation_expires_later"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def inviter(self) -> str:
        """Who invites, by name and organisation; nothing if they have left the Gateway."""
        if self.invited_by is None:
            return ""
        is_editor = self.invited_by.is_editor
        name = self.invited_by.display_name or ("An editor" if is_editor else "An owner")
        return f"{name} ({'SEND Gateway' if is_editor else self.publisher.name})"

    @property
    def token(self) -> str:
        """What its link holds."""
        return signing.dumps(self.key.hex, salt=SIGNING_SALT)

    @property
    def has_expired(self) -> bool:
        """Whether the link no longer works."""
        return self.expires_at <= timezone.now()

    def renew(self) -> None:
        """Makes a new key and a new date, so that the link sent before stops working."""
        self.key, self.sent_at, self.expires_at = uuid.uuid4(), timezone.now(), a_week_from_now()
