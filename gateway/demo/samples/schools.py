"""Invented schools for a development database, and which of the sample people work there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from gateway.catalogue.models import AreaOfNeed, Phase
from practice.models import School, SchoolMembership
from practice.schools.gias_import import TermLookup
from practice.schools.gias_row import HIGHEST_AGE_COLUMN, LOWEST_AGE_COLUMN, PHASE_COLUMN

SOURCE_PATH = Path(__file__).parents[1] / "data" / "sample_schools.json"


class Counts(NamedTuple):
    schools: int
    people: int


@transaction.atomic
def make_schools() -> Counts:
    """Create the sample schools that do not exist, and link sample people without a school to theirs."""
    source, terms = json.loads(SOURCE_PATH.read_text(encoding="utf-8")), TermLookup()
    there = set(School.objects.filter(is_sample=True).values_list("urn", flat=True))
    for entry in source["schools"]:
        if entry["urn"] not in there:
            make_school(entry, terms)
    return Counts(len(source["schools"]), sum(add_membership(person) for person in source["people"]))


def make_school(entry: dict[str, Any], terms: TermLookup) -> None:
    needs = entry.pop("needs")
    school = School.objects.create(**entry, is_sample=True)
    row = {
        PHASE_COLUMN: school.phase_of_education,
        LOWEST_AGE_COLUMN: str(school.low_age),
        HIGHEST_AGE_COLUMN: str(school.high_age),
    }
    school.phases.set(Phase.objects.filter(pk__in=terms.get_phases(row)))
    school.sen_provision.set(AreaOfNeed.objects.filter(code__in=needs))


def add_membership(person: dict[str, str]) -> bool:
    """Make a sample person a member of their sample school, unless they have been at one.

    Return True if the person exists.
    """
    user = User.objects.filter(email=person["email"], is_sample=True).first()
    if user and not user.school_memberships.exists():
        SchoolMembership.objects.create(
            user=user,
            school=School.objects.get(urn=person["urn"]),
            role=person["role"],
            status=SchoolMembership.Status.CONFIRMED,
            confirmed_how=SchoolMembership.How.EDITOR,
            decided_at=timezone.now(),
        )
    return user is not None
