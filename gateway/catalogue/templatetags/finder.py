"""The checkboxes of the finder's filters, and its cards.

A list page has some sixty checkboxes and twenty cards, and rendering a template for each takes six times as long
(docs/measurements.md). So the template of a card is rendered once for each sort of card, and what differs from one card
to the next is filled in here.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.dateformat import DateFormat
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from gateway.catalogue.facets import FacetTerm
from gateway.catalogue.finder.listing import Option, OptionGroup
from gateway.catalogue.items.cards import Card
from gateway.catalogue.templatetags.counts import counted
from gateway.catalogue.templatetags.pieces import piece
from gateway.catalogue.text.characters import BYLINE_SEPARATOR

register = template.Library()


CARD_MARKS = ("url", "heading", "line", "short", "passage", "said", "areas", "moment", "day", "month", "year")
GROUP_MARKS = ("chosen", "tick_boxes", "more_url", "more_label")


@register.simple_tag
def card_list(cards: Iterable[Card]) -> SafeString:
    """Return the cards of a list; the template makes one frame for each sort of card, and each card fills it in."""
    return mark_safe("".join(map(fill_card, cards)))  # noqa: S308 (every value is escaped)


def fill_card(card: Card) -> str:
    said = BYLINE_SEPARATOR.join(counted(number, noun) for noun, number in card.said if number)
    frame = piece(
        "components/card.html",
        CARD_MARKS,
        kind=card.kind,
        kind_label=card.kind_label,
        is_sample=card.is_sample,
        is_over=card.is_over,
        has_day=card.starts_at is not None,
        has_passage=bool(card.passage),
        is_discussed=bool(said),
    )
    return frame.format(
        url=escape_unless_safe(card.url),
        heading=escape_unless_safe(card.heading),
        line=escape_unless_safe(card.line),
        short=escape_unless_safe(card.short),
        passage=escape_unless_safe(card.passage),
        said=said,
        areas="".join(map(render_area_chip, card.areas)),
        **(get_date_parts(card.starts_at) if card.starts_at else {}),
    )


def get_date_parts(starts_at: datetime) -> dict[str, str]:
    """Return the parts of an event's start, as the leaf of a calendar shows them."""
    local = localtime(starts_at)
    start = DateFormat(local)
    return {
        "moment": local.isoformat(timespec="seconds"),
        "day": str(start.j()),
        "month": start.M(),
        "year": f"{start.Y()}",
    }


def escape_unless_safe(text: str) -> str:
    """Return a text as HTML, unless it is HTML already; Django's own function takes four times as long."""
    return text if isinstance(text, SafeString) else html.escape(text)


@lru_cache(maxsize=100)
def render_area_chip(area: FacetTerm) -> SafeString:
    """Return the chip of a focus area; there are few, so each is rendered once."""
    return render_to_string("components/focus-area-chip.html", {"area": area})


@register.simple_tag
def filter_group(group: OptionGroup) -> SafeString:
    """Return a group of filters that opens and closes, in a frame that is made once for each group."""
    frame = piece(
        "components/filter-group.html",
        GROUP_MARKS,
        parameter=group.parameter,
        legend=group.legend,
        is_open=group.is_open,
        has_more=bool(group.more_url),
    )
    filled_in = frame.format(
        chosen=f"{group.chosen_count} chosen" if group.chosen_count else "",
        tick_boxes=tick_boxes(group),
        more_url=html.escape(group.more_url),
        more_label=html.escape(group.more_label),
    )
    return mark_safe(filled_in)  # noqa: S308 (every value is escaped)


@register.simple_tag
def tick_boxes(group: OptionGroup) -> SafeString:
    """Return a list of the group's terms, each with a checkbox, its label and how many results it would leave."""
    return mark_safe(render_checkboxes(escape(group.parameter), group.options))  # noqa: S308 (every value is escaped)


def render_checkboxes(parameter: str, options: Iterable[Option]) -> str:
    return f"<ul>{''.join(render_checkbox(parameter, option) for option in options)}</ul>"


@lru_cache(maxsize=2_000)
def escape(text: str) -> str:
    """Return a word of a vocabulary as HTML; cached, because the same words come again and again."""
    return html.escape(text)


def render_checkbox(parameter: str, option: Option) -> str:
    value = escape(option.value)
    beneath = render_checkboxes(parameter, option.options) if option.options else ""
    return (
        f'<li><label class="option"{"" if option.count else " data-none"}>'
        f'<input type="checkbox" name="{parameter}" value="{value}"'
        f"{' checked' if option.chosen else ''}><span>{escape(option.label)}</span>"
        f'<span class="count">{option.count:,}</span></label>{beneath}</li>\n'
    )
