"""The merging of duplicate schools, for when a member has added one that existed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction

from gateway.catalogue.models import Item, lock_rows
from practice.models import School, SchoolMembership, SchoolMessage

type Move = Callable[[School, School], None]

_moves: list[Move] = []


def register_move(move: Move) -> None:
    """Register what is done with a duplicate and the school that takes its place, before the duplicate is deleted."""
    if move not in _moves:
        _moves.append(move)


@transaction.atomic
def merge_schools(duplicates: Iterable[School], school: School) -> None:
    """Move the members, examples and messages of duplicates to a school, and delete the duplicates.

    Raise ProtectedError, and change nothing, if anything else still belongs to one.
    """
    duplicates = list(duplicates)
    lock_rows(Item.objects.filter(practiceexample__school__in=duplicates))
    for duplicate in duplicates:
        here = SchoolMembership.objects.current().filter(school=school).values("user_id")
        duplicate.memberships.current().filter(user__in=list(here.values_list("user_id", flat=True))).delete()
        duplicate.memberships.update(school=school)
        duplicate.examples.update(school=school)
        SchoolMessage.objects.filter(school=duplicate).update(school=school)
        for move in _moves:
            move(duplicate, school)
        duplicate.delete()
