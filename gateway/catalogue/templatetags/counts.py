"""Counts with a noun that stays on the same line as the number; every template has this filter.

`tests/catalogue/test_counts.py` finds a template that writes a count without it.
"""

from __future__ import annotations

from django.contrib.humanize.templatetags.humanize import intcomma
from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = Library()


@register.filter
def counted(number: int | str | None, nouns: str) -> SafeString:
    """Return a number with its noun: `{{ 3|counted:"reply,replies" }}`; a noun without a plural gets an s."""
    one, _, many = nouns.partition(",")
    noun = one if str(number) == "1" else many or f"{one}s"
    return format_html('<span class="counted">{} {}</span>', intcomma(number or 0), noun)
