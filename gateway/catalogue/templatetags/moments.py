"""Moments as HTML's `time` element takes them; every template has this filter."""

from __future__ import annotations

from datetime import datetime

from django.template import Library
from django.utils.timezone import localtime

register = Library()


@register.filter(expects_localtime=False)
def moment(value: datetime | None) -> str:
    """Return a moment as a global date and time string, without microseconds.

    Django's own `date` filter leaves out the offset in the hour that clocks go through twice.
    """
    return localtime(value).isoformat(timespec="seconds") if value else ""
