"""The outbox: messages that wait to be sent, and those that could not be sent."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import timedelta
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from typing import Any, ClassVar, Self

from django.core.mail import EmailMessage, EmailMultiAlternatives, make_msgid
from django.db import models
from django.db.models import F
from django.utils import timezone

from accounts.addresses.email_addresses import has_any_address
from accounts.addresses.site_address import get_site_host

LEASE_PERIOD = timedelta(minutes=10)
"""How long a worker may take to send a message; then it counts as killed and the message is due again."""

RETRY_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440))
"""How long to wait after each failed attempt; after the last one the message is left to the editors."""


FIRST_PERMANENT_ERROR_CODE = 500
"""A reply code from here on means that the same message must not be sent again (RFC 5321, 4.2.1)."""

RETRY_DELAYS_IF_REFUSED = RETRY_DELAYS[:3]
"""The delays for a message that was refused for good (5xx) or that no server can take: days of retries are useless."""


class Urgency(models.IntegerChoices):
    """The order of sending: anybody can have a message sent to a new address, so log-in codes go before those."""

    LOG_IN = 0, "log-in codes and resets"
    NEW_ADDRESS = 1, "codes for a new address"
    OTHER = 2, "everything else"


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    """A queryset of messages by what is to be done with them."""

    def due(self) -> Self:
        return self.filter(failed_at=None, due_at__lte=timezone.now())

    def get_next_due(self) -> int | None:
        """Return the key of the message to send next: the most urgent, and among those the one with fewest attempts."""
        return self.due().order_by("urgency", "attempts", "due_at", "pk").values_list("pk", flat=True).first()

    def failed(self) -> Self:
        """Return messages that were given up, which are not tried again until an editor asks for it."""
        return self.exclude(failed_at=None)

    def to_address(self, address: str) -> Self:
        """Return messages to this address, without those to one that contains it, as joann@ contains ann@."""
        similar = self.filter(recipients__icontains=address).values_list("pk", "recipients")
        return self.filter(pk__in=[pk for pk, recipients in similar if has_any_address(recipients, [address])])

    def claim(self, pk: int) -> OutgoingMessage | None:
        """Return a due message, which is the caller's until its lease ends, or None if another worker has taken it."""
        taken = self.due().filter(pk=pk).update(attempts=F("attempts") + 1, due_at=timezone.now() + LEASE_PERIOD)
        return self.filter(pk=pk).first() if taken else None

    def send_again(self) -> int:
        """Make these messages due at once, with all their attempts ahead, and return how many there are."""
        return self.update(failed_at=None, attempts=0, due_at=timezone.now(), last_error="")


class OutgoingMessage(models.Model):
    """A message that is not sent yet.

    Its row is deleted once it is sent, because it may hold links and codes that open an account.
    """

    recipients = models.TextField(editable=False)
    subject = models.TextField(editable=False)
    content = models.JSONField(editable=False, help_text="Everything needed to make the message again.")
    queued_at = models.DateTimeField(auto_now_add=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.OTHER, editable=False)
    due_at = models.DateTimeField("next try", default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    failed_at = models.DateTimeField("given up", null=True, blank=True, editable=False)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_at", "pk"]
        verbose_name = "message in the outbox"
        verbose_name_plural = "outbox"
        indexes: ClassVar = [
            models.Index(
                fields=["urgency", "attempts", "due_at"],
                condition=models.Q(failed_at=None),
                name="outgoing_message_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} (to {self.recipients})"

    @classmethod
    def from_message(cls, message: EmailMessage) -> OutgoingMessage:
        """Return a new row for a message.

        Raise ValueError if one of its headers holds a line break, as Django does when it sends a message.
        """
        message.extra_headers.setdefault("Message-ID", make_msgid(domain=get_site_host()))
        message.message()
        return cls(
            recipients=", ".join(message.recipients()),
            subject=str(message.subject),
            content=serialize_message(message),
            urgency=getattr(message, "urgency", Urgency.OTHER),
        )

    def build_email(self) -> EmailMultiAlternatives:
        """Return the message for Django's mail backends; each try has the same Message-ID, so a duplicate is seen."""
        parts = dict(self.content)
        alternatives, subtype = parts.pop("alternatives"), parts.pop("subtype")
        attachments = [
            (name, deserialize_attachment(body), mimetype) for name, body, mimetype in parts.pop("attachments")
        ]
        message = EmailMultiAlternatives(self.subject, attachments=attachments, **parts)
        message.content_subtype = subtype
        for content, mimetype in alternatives:
            message.attach_alternative(content, mimetype)
        return message

    def postpone(self, error: Exception) -> None:
        """Note why a try failed and when the next one is; after the last, leave the message to the editors."""
        now = timezone.now()
        waits = RETRY_DELAYS_IF_REFUSED if is_refusal(error) else RETRY_DELAYS
        self.last_error = f"{type(error).__name__}: {error}"[:500]
        if self.attempts > len(waits):
            self.failed_at = now
        else:
            self.due_at = now + waits[self.attempts - 1]
        self.save(update_fields=["last_error", "failed_at", "due_at"])


def is_refusal(error: Exception) -> bool:
    """Return True if a message failed for good: the server said 5xx (RFC 5321, 4.2.1) or no server could take it."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= FIRST_PERMANENT_ERROR_CODE for code, _ in error.recipients.values())
    if isinstance(error, SMTPResponseException):
        return error.smtp_code >= FIRST_PERMANENT_ERROR_CODE
    return isinstance(error, (SMTPNotSupportedError, ValueError))


def serialize_message(message: EmailMessage) -> dict[str, Any]:
    """Return everything in a message but its subject, as JSON can hold it."""
    alternatives = getattr(message, "alternatives", [])
    return {
        "body": str(message.body),
        "from_email": str(message.from_email),
        **{name: [str(address) for address in getattr(message, name)] for name in ("to", "cc", "bcc", "reply_to")},
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "subtype": message.content_subtype,
        "alternatives": [[str(content), mimetype] for content, mimetype in alternatives],
        "attachments": [
            [name, serialize_attachment(content), mimetype] for name, content, mimetype in message.attachments
        ],
    }


def serialize_attachment(content: str | bytes) -> dict[str, str]:
    if isinstance(content, bytes):
        return {"base64": b64encode(content).decode()}
    return {"text": content}


def deserialize_attachment(body: dict[str, str]) -> str | bytes:
    return b64decode(body["base64"]) if "base64" in body else body["text"]
