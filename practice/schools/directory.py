"""The directory of schools in England: search, order, facts, and the examples that each school shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from accounts.addresses.site_address import build_absolute_url
from gateway.catalogue.facets import FacetIndex, FacetTerm
from gateway.catalogue.models import Phase
from practice.lookup.postcodes import KILOMETRES_IN_A_MILE, find_position
from practice.lookup.school_words import split_words
from practice.models import PracticeExample, School, SchoolMembership
from practice.models.school import build_search_order

MAX_MILES_AROUND = 30


@dataclass(frozen=True)
class Strength:
    area: FacetTerm
    count: int


def get_schools_on_gateway() -> QuerySet[School]:
    """Return the checked schools with members or public examples, annotated as by `annotate_shared`."""
    return annotate_shared(School.objects.filter(is_checked=True, pk__in=get_keys_on_gateway()))


def get_keys_on_gateway() -> QuerySet[Any]:
    """Return the keys of schools with confirmed members or public examples, as a subquery."""
    members = SchoolMembership.objects.confirmed().order_by().values("school_id")
    return members.union(PracticeExample.objects.public().order_by().exclude(school=None).values("school_id"))


def annotate_shared(schools: QuerySet[School]) -> QuerySet[School]:
    """Annotate each school with the number of its public examples as `shared`."""
    public = PracticeExample.objects.public().order_by()
    counted = public.filter(school=OuterRef("pk")).values("school").annotate(number=Count("pk")).values("number")
    return schools.annotate(shared=Coalesce(Subquery(counted), 0))


@dataclass(frozen=True)
class Directory:
    """Schools in order, for a paginator. Examples are counted only for the schools of a page."""

    schools: QuerySet[School]

    def count(self) -> int:
        return self.schools.count()

    def __getitem__(self, part: slice) -> QuerySet[School]:
        """Return the schools of a page, in one query."""
        return annotate_shared(self.schools.filter(pk__in=self.schools.values("pk")[part]))


def find_schools(text: str, phase: Phase | None) -> QuerySet[School]:
    """Return the schools that a visitor asks for, around a postcode or by words, those on the Gateway first.

    Schools around a postcode are sorted by distance. Closed schools are listed only if words match them or they have
    something to show.
    """
    here = Case(When(pk__in=get_keys_on_gateway(), then=0), default=1)
    schools: Any = School.objects.filter(is_checked=True).annotate(is_here=here)
    if phase:
        schools = schools.filter(phases=phase)
    if position := find_position(text):
        near = schools.near(position.latitude, position.longitude, MAX_MILES_AROUND * KILOMETRES_IN_A_MILE)
        return near.exclude(status=School.Status.CLOSED, is_here=1).order_by("is_here", "kilometres", "pk")
    words = split_words(text)
    if not words:
        return schools.exclude(status=School.Status.CLOSED, is_here=1).order_by("is_here", "name", "urn")
    return schools.matching(text).order_by("is_here", *build_search_order(words))


def get_example_keys(school: School) -> list[int]:
    """Return the keys of the public examples of a school, the newest first."""
    return list(PracticeExample.objects.public().filter(school=school).values_list("pk", flat=True))


def count_strengths(index: FacetIndex, examples: Iterable[int]) -> list[Strength]:
    areas = index.vocabularies["focus"].by_key
    counts = Counter(key for pk in examples for key in index.get_terms(pk, "focus") if key in areas)
    return [Strength(areas[key], count) for key, count in counts.most_common()]


def get_facts(school: School) -> list[tuple[str, str]]:
    """Return what is known about a school, as pairs of a label and a value. Two queries."""
    ages = f"{school.low_age} to {school.high_age}" if school.low_age is not None and school.high_age else ""
    everything = [
        ("Status", "" if school.status == School.Status.OPEN else format_status(school)),
        ("Phase", ", ".join(phase.label for phase in school.phases.all()) or school.phase_of_education),
        ("Ages", ages),
        ("Type", school.type),
        ("Pupils", f"{school.pupils:,}" if school.pupils is not None else ""),
        ("Provides for", ", ".join(need.label for need in school.sen_provision.all())),
        ("Provision", school.resourced_provision),
        ("Town", school.town),
        ("Postcode", school.postcode),
        ("Local authority", school.local_authority),
        ("Region", school.region),
        ("URN" if school.has_urn else "Number on the Gateway", school.urn),
    ]
    return [(label, value) for label, value in everything if value]


def format_status(school: School) -> str:
    """Return the status of a school that is not simply open, with the closing date if it is known."""
    day = f" on {school.closed_on:%-d %B %Y}" if school.closed_on and not school.is_open else ""
    return f"{school.get_status_display()}{day}"


def build_school_data(school: School) -> dict[str, Any]:
    """Return the structured data of a school as a schema.org School."""
    return {
        "@type": "School",
        "name": school.name,
        "url": build_absolute_url(school.get_absolute_url()),
        "sameAs": school.website,
        "identifier": {"@type": "PropertyValue", "propertyID": "URN", "value": school.urn} if school.has_urn else None,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": school.town,
            "addressRegion": school.region,
            "postalCode": school.postcode,
            "addressCountry": "GB",
        },
    }
