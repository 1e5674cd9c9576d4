"""Mail backends that misbehave."""

from __future__ import annotations

from smtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from accounts.models.outgoing_message import Urgency

FAULTS = {
    "refused": SMTPRecipientsRefused({"refused@example.org": (550, b"no")}),
    "later": SMTPRecipientsRefused({"later@example.org": (450, b"greylisted")}),
    "data": SMTPDataError(554, b"spam"),
    "utf8": SMTPNotSupportedError("SMTPUTF8 is not supported"),
    "big": SMTPSenderRefused(552, b"too big", "noreply@example.org"),
    "gone": SMTPServerDisconnected("Connection unexpectedly closed"),
    "slow": TimeoutError("timed out"),
    "letters": UnicodeEncodeError("ascii", "ü", 0, 1, "no"),
    "address": ValueError("Invalid address"),
}


class FailingBackend(EmailBackend):
    """A backend that fails for recipients whose name is one of the faults."""

    def send_messages(self, messages):
        for message in messages:
            for address in message.recipients():
                if fault := FAULTS.get(address.partition("@")[0]):
                    raise fault
        return super().send_messages(messages)


class RefusingBackend(EmailBackend):
    """A backend of a server that refuses our credentials."""

    def open(self):
        raise SMTPAuthenticationError(535, b"no")


class LateCodeBackend(EmailBackend):
    """A backend that queues a code while the first message is being sent."""

    def send_messages(self, messages):
        if [message.subject for message in messages] == ["Digest 0"]:
            code = EmailMessage("A code", "123456", to=["known@example.org"])
            code.urgency = Urgency.LOG_IN  # type: ignore[attr-defined]
            code.send()
        return super().send_messages(messages)
