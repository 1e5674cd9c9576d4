"""How a publication's page puts its facts."""

from __future__ import annotations

from gateway.catalogue.term_links import day
from resources.models import Publication


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


def citation(publication: Publication) -> str:
    """How to cite it: authors or publisher (year) title. Publisher. Address."""
    authors = ", ".join(publication.author_names) or publication.publisher.name
    year = f" ({publication.year})" if publication.year else " (no date)"
    publisher = f" {publication.publisher.name}." if publication.author_names else ""
    address = f"https://doi.org/{publication.doi}" if publication.doi else publication.url
    return f"{authors}{year} {publication.title}.{publisher}" + (f" {address}" if address else "")
