"""Puts practice examples of a file on the Gateway that are not there yet, and gives those from elsewhere their schools.

What is there already, by its address or its title, is left as the editors have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import zip_longest

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from gateway.catalogue.models import Item, Kind, Status
from gateway.demo.starter.example_file import Entry
from gateway.demo.starter.example_pictures import add_picture, chart_of
from practice.models import PracticeExample, School

EXAMPLE_INTERVAL = timedelta(minutes=1)


@transaction.atomic
def store(entries: list[Entry]) -> int:
    """Stores and publishes what is not there yet, the first as the newest; gives how many were new."""
    slugs = [entry.example.slug for entry in entries]
    titles = [entry.example.title for entry in entries]
    there = Item.objects.filter(Q(slug__in=slugs) | Q(kind=Kind.PRACTICE, title__in=titles))
    known = {value for row in there.values_list("slug", "title") for value in row}
    new = [entry for entry in entries if not known & {entry.example.slug, entry.example.title}]
    schools = {school.urn: school for school in School.objects.filter(urn__in=[entry.urn for entry in new])}
    now = timezone.now()
    for number, entry in enumerate(new):
        entry.example.school = schools.get(entry.urn)
        entry.example.created_by = author(entry.example)
        entry.example.published_at = None if entry.waits else now - number * EXAMPLE_INTERVAL
        store_one(entry)
    link_originals(new)
    return len(new)


def store_one(entry: Entry) -> None:
    """Stores one example with its terms and picture, and publishes it or has it wait for an editor."""
    example = entry.example
    example.save()
    for name, keys in entry.terms.items():
        getattr(example, name).set(keys)
    if entry.keywords:
        example.keywords.add(*entry.keywords)
    if chart := chart_of(entry.picture):
        add_picture(example, chart)
    example.move(Status.IN_REVIEW if entry.waits else Status.PUBLISHED)


def author(example: PracticeExample) -> User | None:
    """For a sample: a sample person who works at its school."""
    if not (example.is_sample and example.school):
        return None
    member = example.school.memberships.confirmed().filter(user__is_sample=True).select_related("user").first()
    return member.user if member else None


def link_originals(entries: Iterable[Entry]) -> None:
    """Leads from each example that adapts another to that one."""
    for entry in entries:
        if entry.adapted_from:
            entry.example.adapted_from = PracticeExample.objects.filter(title=entry.adapted_from).first()
            entry.example.save()


def link_schools(entries: Iterable[Entry]) -> int:
    """Gives examples that had no school theirs, if it is there by now; gives how many."""
    urns = {entry.example.slug: entry.urn for entry in entries if entry.urn}
    without = PracticeExample.objects.filter(slug__in=urns, school=None)
    rows = list(without.values_list("pk", "slug"))
    schools = dict(School.objects.filter(urn__in=[urns[slug] for _, slug in rows]).values_list("urn", "pk"))
    found = [(pk, schools[urns[slug]]) for pk, slug in rows if urns[slug] in schools]
    for pk, school in found:
        PracticeExample.objects.filter(pk=pk).update(school_id=school)
    return len(found)


def mixed(first: Iterable[Entry], second: Iterable[Entry]) -> Iterator[Entry]:
    """One of each in turn, so that a list shows both."""
    return (entry for pair in zip_longest(first, second) for entry in pair if entry)
