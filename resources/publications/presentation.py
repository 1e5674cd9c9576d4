"""The facts, times and citation that a publication's page shows."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as format_date

from gateway.catalogue.items.term_links import format_local_date, format_time
from resources.models import Publication


def get_facts(publication: Publication) -> list[tuple[str, str]]:
    """Return the known facts as pairs of label and value."""
    everything = [
        ("Author" if len(publication.author_names) == 1 else "Authors", ", ".join(publication.author_names)),
        ("With", publication.credit),
        ("Year", str(publication.year or "")),
        ("Format", publication.get_format_display() if publication.format else ""),
        ("Cost", publication.get_cost_display() if publication.cost else ""),
        ("Licence", publication.get_licence_display() if publication.licence else ""),
        ("DOI", publication.doi),
        ("On the Gateway since", format_local_date(publication.published_at)),
    ]
    return [(label, value) for label, value in everything if value]


def get_times(publication: Publication) -> list[tuple[str, str]]:
    """Return when an event takes place as pairs of label and value, or an empty list if it has no times."""
    if not publication.starts_at or not publication.ends_at:
        return []
    starts, ends = timezone.localtime(publication.starts_at), timezone.localtime(publication.ends_at)
    if starts.date() == ends.date():
        return [("Day", format_day(starts)), ("Time", f"{format_time(starts)} to {format_time(ends)}, UK time")]
    return [
        ("Starts", f"{format_day(starts)}, {format_time(starts)}"),
        ("Ends", f"{format_day(ends)}, {format_time(ends)}, UK time"),
    ]


def format_day(moment: datetime) -> str:
    return format_date(moment, "l j F Y")


def format_citation(publication: Publication) -> str:
    """Return a citation: authors or publisher (year) title. Publisher. Address."""
    authors = ", ".join(publication.author_names) or publication.publisher.name
    year = f" ({publication.year})" if publication.year else " (no date)"
    publisher = f" {publication.publisher.name}." if publication.author_names else ""
    address = f"https://doi.org/{publication.doi}" if publication.doi else publication.url
    return f"{authors}{year} {publication.title}.{publisher}" + (f" {address}" if address else "")
