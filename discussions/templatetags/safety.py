"""Parts of forms and threads that concern safety."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from discussions.moderation import spam
from discussions.moderation.member_keys import key_of
from discussions.moderation.queue import MEMBER_CASE, MESSAGE_CASE, Case

register = template.Library()


@register.inclusion_tag("discussions/moderation/spam-fields.html", takes_context=True)
def form_traps(context: Any) -> dict[str, Any]:
    """Render a hidden field and, for members, the time at which the form was shown."""
    request = context.get("request") or context.request
    shown = spam.time_shown() if request.user.is_authenticated else ""
    return {"box": spam.HONEYPOT_FIELD, "time": spam.TIME_FIELD, "shown": shown}


@register.filter
def member_key(person: Any) -> str:
    """Return the key of a member for the addresses of reports and blocks, or "" without a member."""
    return key_of(person) if person else ""


@register.simple_tag
def decide_address(case: Case) -> str:
    """Return the address to which the form of a case is sent."""
    if case.kind == MEMBER_CASE:
        return reverse("discussions:moderate_member", args=[key_of(case.thing)])
    if case.kind == MESSAGE_CASE:
        return reverse("discussions:moderate_message", args=[case.thing.reference])
    return reverse("discussions:moderate_comment", args=[case.thing.pk])
