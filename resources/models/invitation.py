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
    """Return when an invitation that is sent now expires."""
    return timezone.now() + MAX_INVITATION_AGE


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations that are still open: accepting or taking back an invitation deletes its row."""

    def opened_by(self, token: str) -> Self:
        """Return the invitation that a link's token opens. Forged, expired and used links open none."""
        try:
            key = uuid.UUID(signing.loads(token, salt=SIGNING_SALT, max_age=MAX_INVITATION_AGE))
        except (signing.BadSignature, ValueError, TypeError, AttributeError):
            return self.none()
        return self.filter(key=key, expires_at__gt=timezone.now(), publisher__is_suspended=False)


class Invitation(models.Model):
    """An open invitation.

    Its link holds a signed key that is not stored anywhere else. Sending it again makes a new key. The row is deleted
    when the invitation is accepted or taken back: so it works only once, and no address is kept of a person who never
    joined.
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
        """Return the inviter's name and organisation, or an empty string if their account is deleted."""
        if self.invited_by is None:
            return ""
        is_editor = self.invited_by.is_editor
        name = self.invited_by.display_name or ("An editor" if is_editor else "An owner")
        return f"{name} ({'SEND Gateway' if is_editor else self.publisher.name})"

    @property
    def token(self) -> str:
        """Return the signed key for the link."""
        return signing.dumps(self.key.hex, salt=SIGNING_SALT)

    @property
    def has_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    def renew(self) -> None:
        """Set a new key and expiry date, so that the earlier link stops working. Does not save."""
        self.key, self.sent_at, self.expires_at = uuid.uuid4(), timezone.now(), a_week_from_now()
