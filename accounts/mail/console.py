"""A mail backend that prints readable text, because a long link cannot be copied from an encoded message."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend


class ConsoleBackend(EmailBackend):
    def write_message(self, message: EmailMessage) -> None:
        recipients = ", ".join(message.recipients())
        self.stream.write(f"\nTo: {recipients}\nSubject: {message.subject}\n\n{message.body}\n")
