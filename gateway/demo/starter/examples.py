"""Practice examples of a file: storing the new ones, and linking those from elsewhere to their schools.

An example that exists already, by its slug or its title, is left as the editors have it.
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
from gateway.demo.starter.example_pictures import add_picture, make_chart
from practice.models import PracticeExample, School

EXAMPLE_INTERVAL = timedelta(minutes=1)


@transaction.atomic
def store_examples(entries: list[Entry]) -> int:
    """Store and publish the new examples, the first as the newest, and return how many were new."""
    slugs = [entry.example.slug for entry in entries]
    titles = [entry.example.title for entry in entries]
    there = Item.objects.filter(Q(slug__in=slugs) | Q(kind=Kind.PRACTICE, title__in=titles))
    known = {value for row in there.values_list("slug", "title") for value in row}
    new = [entry for entry in entries if not known & {entry.example.slug, entry.example.title}]
    schools = {school.urn: school for school in School.objects.filter(urn__in=[entry.urn for entry in new])}
    now = timezone.now()
    for number, entry in enumerate(new):
        entry.example.school = schools.get(entry.urn)
        entry.example.created_by = find_author(entry.example)
        entry.example.published_at = None if entry.waits else now - number * EXAMPLE_INTERVAL
        store_example(entry)
    link_originals(new)
    return len(new)


def store_example(entry: Entry) -> None:
    """Store an example with its terms and picture, then publish it or submit it for review."""
    example = entry.example
    example.save()
    for name, keys in entry.terms.items():
        getattr(example, name).set(keys)
    if entry.keywords:
        example.keywords.add(*entry.keywords)
    if chart := make_chart(entry.picture):
        add_picture(example, chart)
    example.move(Status.IN_REVIEW if entry.waits else Status.PUBLISHED)


def find_author(example: PracticeExample) -> User | None:
    """Return a sample person who works at a sample's school, if there is one."""
    if not (example.is_sample and example.school):
        return None
    member = example.school.memberships.confirmed().filter(user__is_sample=True).select_related("user").first()
    return member.user if member else None


def link_originals(entries: Iterable[Entry]) -> None:
    """Link each example that adapts another to that one."""
    for entry in entries:
        if entry.adapted_from:
            entry.example.adapted_from = PracticeExample.objects.filter(title=entry.adapted_from).first()
            entry.example.save()


def link_schools(entries: Iterable[Entry]) -> int:
    """Link examples without a school to theirs, if it exists by now, and return how many were linked."""
    urns = {entry.example.slug: entry.urn for entry in entries if entry.urn}
    without = PracticeExample.objects.filter(slug__in=urns, school=None)
    rows = list(without.values_list("pk", "slug"))
    schools = dict(School.objects.filter(urn__in=[urns[slug] for _, slug in rows]).values_list("urn", "pk"))
    found = [(pk, schools[urns[slug]]) for pk, slug in rows if urns[slug] in schools]
    for pk, school in found:
        PracticeExample.objects.filter(pk=pk).update(school_id=school)
    return len(found)


def interleave(first: Iterable[Entry], second: Iterable[Entry]) -> Iterator[Entry]:
    """Yield one of each in turn, so that a list shows both."""
    return (entry for pair in zip_longest(first, second) for entry in pair if entry)
