"""Messages to people: a template a message, its first line the subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def send_message(address: str, template: str, context: Mapping[str, Any]) -> None:
    """Sends `template`, a plain text whose first line is the subject, to one address.

    The subject is one line whatever the context holds, so that nobody can add a header (RFC 5322, 2.2).
    """
    subject, _, body = render_to_string(template, dict(context)).strip().partition("\n")
    EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[address]).send()
