"""Pieces of pages that stay the same: the menu, the footer, the drawings.

Every page has them, and rendering them each time took a tenth of a list page's time.
"""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def piece(name: str, **words: str | bool) -> SafeString:
    """Return a rendered template that depends on nothing but these few words, never on the visitor.

    It is rendered once per process.
    """
    return render_to_string(name, words) if settings.DEBUG else made_once(name, **words)


@lru_cache(maxsize=300)
def made_once(name: str, **words: str | bool) -> SafeString:
    return render_to_string(name, words)
