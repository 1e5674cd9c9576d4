"""Pieces of safety that forms and threads show."""

from __future__ import annotations

from typing import Any

from django import template

from discussions.safety import traps
from discussions.safety.people import key_of

register = template.Library()


@register.inclusion_tag("discussions/safety/traps.html", takes_context=True)
def form_traps(context: Any) -> dict[str, Any]:
    """A box that people do not see and, for members, the time at which the form was shown."""
    request = context.get("request") or context.request
    shown = traps.time_shown() if request.user.is_authenticated else ""
    return {"box": traps.BOX, "time": traps.TIME, "shown": shown}


@register.filter
def member_key(person: Any) -> str:
    """What stands for a member in the addresses of reports and blocks; nothing for nobody."""
    return key_of(person) if person else ""
