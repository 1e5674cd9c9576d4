"""The terms of an item as links, for the page of any kind of item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.facets.filters import Filters
from gateway.catalogue.facets.groups import Group, get_groups
from gateway.catalogue.models import Item

TAXONOMY_GROUPS = ("focus", "need", "phase", "setting")


@dataclass(frozen=True)
class TermLink:
    """A term with the address of the list of everything that carries it."""

    label: str
    url: str


@dataclass(frozen=True)
class TermLinks:
    legend: str
    terms: list[TermLink]


def format_local_date(moment: datetime | None) -> str:
    """Return a moment as a date in England, or an empty string."""
    return format_date(timezone.localtime(moment), "j F Y") if moment else ""


def format_time(moment: datetime) -> str:
    """Return a time of day as people in England write it, such as 4pm or 9.30am; midday and midnight by name."""
    if moment.minute:
        return format_date(moment, "g.iA").lower()
    return {0: "midnight", 12: "midday"}.get(moment.hour) or format_date(moment, "gA").lower()


def make_term_links(item: Item, index: FacetIndex) -> list[TermLinks]:
    """Return the terms that an item carries by group, each linked to the list of all items that carry it."""
    found = []
    for group in get_groups():
        if group.parameter in TAXONOMY_GROUPS:
            keys = get_carried_keys(item, index, group)
            terms = [term for term in index.vocabularies[group.parameter].terms if term.key in keys]
            links = [
                TermLink(
                    term.label,
                    reverse("focus_area", args=[term.slug])
                    if group.parameter == "focus"
                    else Filters({group.parameter: (term,)}).build_url(reverse("browse")),
                )
                for term in terms
            ]
            found += [TermLinks(group.legend, links)] if links else []
    return found


def get_carried_keys(item: Item, index: FacetIndex, group: Group) -> set[int]:
    """Return the keys of a group's terms on an item: from the index or, for one not yet public, from the tables."""
    if item.is_public:
        return set(index.get_terms(item.pk, group.parameter))
    return {key for _, key in group.list_links([item.pk])}
