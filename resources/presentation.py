"""How a publication's page puts its facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date

from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.facets.groups import Group, groups
from gateway.catalogue.filters import Filters
from resources.models import Publication

TAXONOMY = ("focus", "need", "phase", "setting")


@dataclass(frozen=True)
class TermLink:
    """A term that leads to everything under it."""

    label: str
    url: str


@dataclass(frozen=True)
class TermLinks:
    """The terms of one group that a publication carries."""

    legend: str
    terms: list[TermLink]


def facts(publication: Publication) -> list[tuple[str, str]]:
    """The known facts, as pairs of a label and a value."""
    everything = [
        ("Author" if len(publication.author_names) == 1 else "Authors", ", ".join(publication.author_names)),
        ("With", publication.credit),
        ("Year", str(publication.year or "")),
        ("Format", publication.get_format_display() if publication.format else ""),
        ("Cost", publication.get_cost_display() if publication.cost else ""),
        ("Licence", publication.get_licence_display() if publication.licence else ""),
        ("DOI", publication.doi),
        ("On the Gateway since", day(publication.published_at)),
    ]
    return [(label, value) for label, value in everything if value]


def day(moment: datetime | None) -> str:
    """A moment as a date in England."""
    return format_date(timezone.localtime(moment), "j F Y") if moment else ""


def taxonomy(publication: Publication, index: FacetIndex) -> list[TermLinks]:
    """The terms that a publication carries, by group, each leading to the list of all that carry it."""
    found = []
    for group in groups():
        if group.parameter in TAXONOMY:
            keys = carried(publication, index, group)
            terms = [term for term in index.vocabularies[group.parameter].terms if term.key in keys]
            links = [
                TermLink(
                    term.label,
                    reverse("focus_area", args=[term.slug])
                    if group.parameter == "focus"
                    else Filters({group.parameter: (term,)}).address(reverse("browse")),
                )
                for term in terms
            ]
            found += [TermLinks(group.legend, links)] if links else []
    return found


def carried(publication: Publication, index: FacetIndex, group: Group) -> set[int]:
    """The keys of a group's terms on a publication: from the index, or from the tables for one not yet public."""
    if publication.is_public:
        return set(index.terms_of(publication.pk, group.parameter))
    return {key for _, key in group.links([publication.pk])}


def citation(publication: Publication) -> str:
    """How to cite it: authors or publisher (year) title. Publisher. Address."""
    authors = ", ".join(publication.author_names) or publication.publisher.name
    year = f" ({publication.year})" if publication.year else " (no date)"
    publisher = f" {publication.publisher.name}." if publication.author_names else ""
    address = f"https://doi.org/{publication.doi}" if publication.doi else publication.url
    return f"{authors}{year} {publication.title}.{publisher}" + (f" {address}" if address else "")
