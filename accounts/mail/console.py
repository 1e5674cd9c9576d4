"""Mail on a developer's console, as a person reads it: encoded for the wire, a long link cannot be copied."""

from __future__ import annotations

from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend


class ConsoleBackend(EmailBackend):
    """Prints subject, recipients and words."""

    def write_message(self, message: EmailMessage) -> None:
        """Prints one message."""
        recipients = ", ".join(message.recipients())
        self.stream.write(f"\nTo: {recipients}\nSubject: {message.subject}\n\n{message.body}\n")
