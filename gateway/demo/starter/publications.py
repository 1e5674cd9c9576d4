"""Publishers and publications of a starter file: storing those that do not exist yet.

It stores all or nothing: every entry is checked before the first is stored, and all problems are reported at once. An
entry that exists already, by its slug or its title, is left as the editors have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.text import slugify

from gateway.catalogue.models import AreaOfNeed, FocusArea, FormerSlug, Item, Keyword, Phase, SettingType, Status, Term
from gateway.demo.starter.publication_file import MODEL_FIELDS, Entry, make_entries
from resources.models import Publication, PublicationLink, Publisher

TAXONOMY: dict[str, type[Term]] = {
    "focus_areas": FocusArea,
    "areas_of_need": AreaOfNeed,
    "phases": Phase,
    "setting_types": SettingType,
}
RELATED_FIELDS = {*TAXONOMY, "publisher", "keywords", "links"}


@dataclass
class Planned:
    """A publication that is ready to be stored, with what goes into other tables."""

    publication: Publication
    publisher_name: str
    terms: dict[str, list[int]]
    links: list[PublicationLink]
    keywords: list[str]

    def store(self) -> None:
        """Store the publication as a draft, still without its terms."""
        self.publication.save()
        for link in self.links:
            link.publication = self.publication
            link.save()
        if self.keywords:
            self.publication.keywords.add(*self.keywords)


class Counts(NamedTuple):
    """How many rows a batch added, and how many it holds."""

    new_publishers: int
    publishers: int
    new_publications: int
    publications: int


class Batch:
    """The checked publishers and publications of one file."""

    def __init__(self, source: Any, *, is_sample: bool = False) -> None:
        self.is_sample = is_sample
        self.terms = {name: get_terms_by_slug(vocabulary) for name, vocabulary in TAXONOMY.items()}
        self.publishers: dict[str, Publisher] = {}
        self.publications: dict[str, Planned] = {}
        self.problems: list[str] = []
        for sort, plan in (("publisher", self.plan_publisher), ("publication", self.plan_publication)):
            for entry in make_entries(source, sort):
                plan(entry)
                self.problems += (f"{entry}: {name}: {why}" for name, why in entry.problems.items())

    def plan_publisher(self, entry: Entry) -> None:
        """Check a publisher and keep it by its name."""
        publisher = Publisher(**entry.values, is_sample=self.is_sample)
        entry.check(publisher)
        name = publisher.name.lower()
        if name in self.publishers:
            entry.refuse("name", "is in the file twice.")
        if publisher.slug in {known.slug for known in self.publishers.values()}:
            entry.refuse("slug", "is in the file twice.")
        self.publishers.setdefault(name, publisher)

    def plan_publication(self, entry: Entry) -> None:
        """Check a publication and keep it by its slug, which is made from its title."""
        values = {MODEL_FIELDS.get(k, k): v for k, v in entry.values.items() if k not in RELATED_FIELDS}
        publication = Publication(**values, slug=slugify(values.get("title", "")), is_sample=self.is_sample)
        publisher_name = entry.values.get("publisher", "").lower()
        if publisher_name not in self.publishers:
            entry.refuse("publisher", f'"{entry.values.get("publisher")}" is not among the publishers of the file.')
        if not publication.slug:
            entry.refuse("title", "needs letters or digits.")
        elif publication.slug in self.publications:
            entry.refuse("title", "is in the file twice.")
        entry.check(publication, "slug", "publisher")
        planned = Planned(
            publication, publisher_name, self.get_term_keys(entry), make_links(entry), get_keywords(entry)
        )
        self.publications.setdefault(publication.slug, planned)

    def get_term_keys(self, entry: Entry) -> dict[str, list[int]]:
        """Return the keys of an entry's terms in each vocabulary, and note unknown terms."""
        if entry.values.get("focus_areas") == []:
            entry.refuse("focus_areas", "needs at least one.")
        found = {}
        for name, known in self.terms.items():
            slugs = entry.values.get(name, [])
            if unknown := [slug for slug in slugs if slug not in known]:
                entry.refuse(name, f'"{unknown[0]}" is not known. There are: {", ".join(known)}.')
            found[name] = [known[slug] for slug in slugs if slug in known]
        return found

    @transaction.atomic
    def store(self) -> Counts:
        """Store what does not exist yet, the latest year last, so that it comes first among the newest."""
        new_publishers = self.store_publishers()
        known = self.find_known_slugs()
        new = [planned for slug, planned in self.publications.items() if slug not in known]
        new.sort(key=lambda planned: planned.publication.year or 0)
        for planned in new:
            planned.store()
        link_terms(new)
        for planned in new:
            planned.publication.move(Status.PUBLISHED)
        return Counts(new_publishers, len(self.publishers), len(new), len(self.publications))

    def store_publishers(self) -> int:
        """Store new publishers and return how many; existing ones take the place of the file's."""
        slugs = [publisher.slug for publisher in self.publishers.values()]
        rows = Publisher.objects.annotate(lower=Lower("name")).filter(Q(slug__in=slugs) | Q(lower__in=self.publishers))
        known = {row.name.lower(): row for row in rows} | {f"slug {row.slug}": row for row in rows}
        new = 0
        for name, publisher in self.publishers.items():
            there = known.get(f"slug {publisher.slug}") or known.get(name)
            if there is None:
                publisher.save()
                new += 1
            self.publishers[name] = there or publisher
        for planned in self.publications.values():
            planned.publication.publisher = self.publishers[planned.publisher_name]
        return new

    def find_known_slugs(self) -> set[str]:
        """Return the slugs of the file's publications that exist already, even if an editor changed the slug."""
        slugs = set(Item.objects.filter(slug__in=self.publications).values_list("slug", flat=True))
        there = Publication.objects.filter(publisher__in=list(self.publishers.values()))
        titles = set(there.values_list("publisher_id", "title"))
        rows = [(slug, planned.publication) for slug, planned in self.publications.items()]
        return slugs | {slug for slug, row in rows if (row.publisher_id, row.title) in titles}


def get_terms_by_slug(vocabulary: type[Term]) -> dict[str, int]:
    """Return the keys of a vocabulary's terms by their slugs and former slugs."""
    former = FormerSlug.objects.filter(vocabulary=vocabulary._meta.model_name)
    return dict(former.values_list("slug", "term_id")) | dict(vocabulary.objects.values_list("slug", "pk"))


def link_terms(new: list[Planned]) -> None:
    """Link publications to their terms, a vocabulary at a time; publishing them updates the facet index."""
    for name, vocabulary in TAXONOMY.items():
        through, key = getattr(Item, name).through, f"{vocabulary._meta.model_name}_id"
        pairs = {(planned.publication.pk, pk): None for planned in new for pk in planned.terms[name]}
        through.objects.bulk_create(through(item_id=item, **{key: term}) for item, term in pairs)


def make_links(entry: Entry) -> list[PublicationLink]:
    addresses = entry.values.get("links", {})
    links = [PublicationLink(title=title, url=url, order=order) for order, (title, url) in enumerate(addresses.items())]
    for link in links:
        entry.check(link, "publication", under="links")
    if len(set(addresses.values())) < len(links):
        entry.refuse("links", "name an address twice.")
    return links


def get_keywords(entry: Entry) -> list[str]:
    for word in entry.values.get("keywords", []):
        entry.check(Keyword(name=word), "slug", under="keywords")
    return entry.values.get("keywords", [])
