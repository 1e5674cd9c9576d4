"""Parts of forms and threads that concern safety."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from discussions.moderation import spam
from discussions.moderation.member_keys import make_member_key
from discussions.moderation.queue import MEMBER_CASE, MESSAGE_CASE, Case

register = template.Library()


@register.inclusion_tag("discussions/moderation/spam-fields.html", takes_context=True)
def spam_fields(context: Any) -> dict[str, Any]:
    """Render a hidden field and, for members, the time at which the form was shown."""
    request = context.get("request") or context.request
    shown = spam.sign_current_time() if request.user.is_authenticated else ""
    return {"box": spam.HONEYPOT_FIELD, "time": spam.TIME_FIELD, "shown": shown}


@register.filter
def member_key(person: Any) -> str:
    """Return the key of a member for the addresses of reports and blocks, or "" without a member."""
    return make_member_key(person) if person else ""


@register.simple_tag
def case_url(case: Case) -> str:
    """Return the address to which the form of a case is sent."""
    if case.kind == MEMBER_CASE:
        return reverse("discussions:moderate_member", args=[make_member_key(case.thing)])
    if case.kind == MESSAGE_CASE:
        return reverse("discussions:moderate_message", args=[case.thing.reference])
    return reverse("discussions:moderate_comment", args=[case.thing.pk])
