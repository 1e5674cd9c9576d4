"""The tick boxes of the finder's filters and the focus areas of its cards.

Built in Python, because a page has some sixty of each and a template takes six times as long (docs/measurements.md).
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from gateway.catalogue.facets import FacetTerm
from gateway.catalogue.listing import Option, OptionGroup

register = template.Library()


@register.simple_tag
def area_chips(areas: Iterable[FacetTerm]) -> SafeString:
    """Focus areas as a list of names with their marks."""
    return mark_safe("".join(map(chip, areas)))  # noqa: S308 (every chip is)


@lru_cache(maxsize=100)
def chip(area: FacetTerm) -> SafeString:
    """One of them; there are few, so each is made once."""
    return render_to_string("components/area-chip.html", {"area": area})


@register.simple_tag
def tick_boxes(group: OptionGroup) -> SafeString:
    """A list of the group's terms, each with a tick box, its label and how many results it would leave."""
    return mark_safe(boxes(escape(group.parameter), group.options))  # noqa: S308 (every value is escaped)


def boxes(parameter: str, options: Iterable[Option]) -> str:
    """The list of some options, with those beneath each."""
    return f"<ul>{''.join(box(parameter, option) for option in options)}</ul>"


@lru_cache(maxsize=2_000)
def escape(text: str) -> str:
    """A word of a vocabulary for HTML; they come again and again."""
    return html.escape(text)


def box(parameter: str, option: Option) -> str:
    """One option."""
    value = escape(option.value)
    beneath = boxes(parameter, option.options) if option.options else ""
    return (
        f'<li><label class="option"{"" if option.count else " data-none"}>'
        f'<input type="checkbox" name="{parameter}" value="{value}"'
        f"{' checked' if option.chosen else ''}><span>{escape(option.label)}</span>"
        f'<span class="count">{option.count}</span></label>{beneath}</li>\n'
    )
