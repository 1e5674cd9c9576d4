"""Messages made from templates, one for each message, whose first line is the subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template import Context, Engine


def send_message(address: str, template: str, context: Mapping[str, Any]) -> None:
    """Send `template`, a plain text whose first line is the subject, to one address."""
    subject, body = render_subject_and_body(template, context)
    EmailMessage(subject, body, to=[address]).send()


def send_rich_message(address: str, template: str, context: Mapping[str, Any], headers: Mapping[str, str]) -> None:
    """Send `template`.txt with `template`.html as its alternative, and with further headers."""
    subject, body = render_subject_and_body(f"{template}.txt", context)
    message = EmailMultiAlternatives(subject, body, to=[address], headers=dict(headers))
    shown = Context({**get_common_context(), **context, "subject": subject})
    html = Engine.get_default().get_template(f"{template}.html").render(shown)
    message.attach_alternative(html, "text/html")
    message.send()


def render_subject_and_body(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return the subject and the text of a message.

    Nothing is escaped, because plain text needs no escaping. The subject is one line whatever the context holds, so
    that nobody can add a header (RFC 5322, 2.2).
    """
    shown = Context({**get_common_context(), **context}, autoescape=False)
    text = Engine.get_default().get_template(template).render(shown)
    subject, _, body = text.strip().partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def get_common_context() -> dict[str, str]:
    return {"site_url": settings.SITE_URL}
