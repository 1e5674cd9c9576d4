"""Mail servers that misbehave."""

from __future__ import annotations

from smtplib import SMTPRecipientsRefused

from django.core.mail.backends.locmem import EmailBackend


class Picky(EmailBackend):
    """Refuses anybody called “refused”."""

    def send_messages(self, messages):
        """Sends, unless somebody is refused."""
        if any("refused@" in address for message in messages for address in message.recipients()):
            raise SMTPRecipientsRefused({"refused@example.org": (550, b"no")})
        return super().send_messages(messages)
