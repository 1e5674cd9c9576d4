"""The schools that have people here or have shared something: which a visitor looks for, and what each shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from gateway.catalogue.facets import FacetIndex, FacetTerm
from gateway.catalogue.models import Phase
from practice.models import PracticeExample, School, SchoolMembership
from practice.postcodes import position_of_postcode

AROUND = 50
"""Kilometres around a postcode in which schools are listed."""


@dataclass(frozen=True)
class Strength:
    """A focus area and how many examples a school has shared on it."""

    area: FacetTerm
    count: int


def on_the_gateway() -> QuerySet[School]:
    """The schools of the directory, each with the number of its public examples as `shared`."""
    members = SchoolMembership.objects.confirmed().order_by().values("school_id")
    public = PracticeExample.objects.public().order_by()
    counted = public.filter(school=OuterRef("pk")).values("school").annotate(number=Count("pk")).values("number")
    schools = School.objects.filter(pk__in=members.union(public.exclude(school=None).values("school_id")))
    return schools.filter(is_checked=True).annotate(shared=Coalesce(Subquery(counted), 0))


def listed(text: str, phase: Phase | None) -> QuerySet[School]:
    """The schools of the directory that a visitor asks for: those around a postcode, the nearest first, or by words."""
    schools: Any = on_the_gateway()
    if phase:
        schools = schools.filter(phases=phase)
    if position := position_of_postcode(text):
        return schools.near(position.latitude, position.longitude, AROUND)
    return schools.matching(text).order_by("name", "urn")


def shared_by(school: School) -> list[int]:
    """The keys of the public examples of a school, the newest first."""
    return list(PracticeExample.objects.public().filter(school=school).values_list("pk", flat=True))


def strengths(index: FacetIndex, examples: Iterable[int]) -> list[Strength]:
    """The focus areas that a school's examples are about, the one with most of them first."""
    areas = index.vocabularies["focus"].by_key
    counts = Counter(key for pk in examples for key in index.terms_of(pk, "focus") if key in areas)
    return [Strength(areas[key], count) for key, count in counts.most_common()]


def facts(school: School) -> list[tuple[str, str]]:
    """What is known of a school, as pairs of a label and a value. Two queries."""
    ages = f"{school.low_age} to {school.high_age}" if school.low_age is not None and school.high_age else ""
    everything = [
        ("Status", "" if school.status == School.Status.OPEN else closing(school)),
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


def closing(school: School) -> str:
    """That a school is not simply open, with the day if it is known."""
    day = f" on {school.closed_on:%-d %B %Y}" if school.closed_on and not school.is_open else ""
    return f"{school.get_status_display()}{day}"


def as_school(school: School, request: HttpRequest) -> dict[str, Any]:
    """A school as schema.org's School."""
    return {
        "@type": "School",
        "name": school.name,
        "url": request.build_absolute_uri(school.get_absolute_url()),
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
