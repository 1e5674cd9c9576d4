"""Messages to people: a template a message, its first line the subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.mail import EmailMessage
from django.template import Context, Engine


def send_message(address: str, template: str, context: Mapping[str, Any]) -> None:
    """Sends `template`, a plain text whose first line is the subject, to one address.

    Nothing is escaped, because plain text needs none. The subject is one line whatever the context holds, so that
    nobody can add a header (RFC 5322, 2.2).
    """
    text = Engine.get_default().get_template(template).render(Context(context, autoescape=False))
    subject, _, body = text.strip().partition("\n")
    EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[address]).send()
