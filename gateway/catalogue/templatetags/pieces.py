"""Pieces of pages that stay the same: the menu, the footer, the drawings.

Every page has them, and rendering them each time took a tenth of a list page's time.
"""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def piece(name: str, marks: tuple[str, ...] = (), **words: str | bool) -> SafeString:
    """Return a rendered template that depends on nothing but these few words, never on the visitor.

    It is rendered once per process. A variable that `marks` names is left as "{name}" for `str.format` to fill in:
    the template may only show it, and neither ask what it is nor filter it.
    """
    return render_piece(name, marks, words) if settings.DEBUG else render_piece_once(name, marks, **words)


@lru_cache(maxsize=300)
def render_piece_once(name: str, marks: tuple[str, ...], **words: str | bool) -> SafeString:
    return render_piece(name, marks, words)


def render_piece(name: str, marks: tuple[str, ...], words: dict[str, str | bool]) -> SafeString:
    marked = {mark: mark_safe(f"{{{mark}}}") for mark in marks}  # noqa: S308 (names of ours)
    return render_to_string(name, words | marked)
