"""Who sees nothing of whom: a block hides each from the other, and never an editor.

A thread keeps the places of what is hidden, so that it stays whole; docs/decisions/0805 says why.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from accounts.models import Block, User

MAX_BLOCKS_PER_USER = 200
"""People whom one person can block: each of them is asked for on every page with a discussion."""


class NotToBlock(Exception):
    """That person cannot be blocked; the text says why."""


class Hidden(set[int]):
    """The keys of people who are hidden from somebody; `blocked` are those of them whom that person has blocked."""

    blocked: frozenset[int] = frozenset()


def hidden_people(user: Any) -> Hidden:
    """The keys of the people whose words this person does not see and who do not see theirs. One query, or none."""
    if not user.is_authenticated or user.is_editor:
        return Hidden()
    rows = Block.objects.filter(Q(by=user, person__is_editor=False) | Q(person=user, by__is_editor=False))
    pairs = list(rows.values_list("by_id", "person_id"))
    hidden = Hidden({other for pair in pairs for other in pair} - {user.pk})
    hidden.blocked = frozenset(person for by, person in pairs if by == user.pk)
    return hidden


def is_hidden(user: Any, field: str) -> Q:
    """The same for a query that must not ask first: that a field of its rows names one of these people."""
    if not user.is_authenticated or user.is_editor:
        return Q(pk__in=[])
    theirs = Block.objects.filter(by=user, person__is_editor=False).values("person")
    others = Block.objects.filter(person=user, by__is_editor=False).values("by")
    return Q(**{f"{field}__in": theirs}) | Q(**{f"{field}__in": others})


def block(user: User, person: User) -> None:
    """Hides the two from each other; twice is once. Raises NotToBlock."""
    if user.pk == person.pk:
        raise NotToBlock("You cannot block yourself.")
    if person.is_editor:
        raise NotToBlock("You cannot block editors, because they keep the Gateway safe. You can report what they say.")
    if Block.objects.filter(by=user).exclude(person=person).count() >= MAX_BLOCKS_PER_USER:
        raise NotToBlock(
            f"You have blocked {MAX_BLOCKS_PER_USER} people, which is the most you can block. Unblock someone first."
        )
    Block.objects.get_or_create(by=user, person=person)


def unblock(user: User, person: User) -> None:
    """Takes a block back; one that the other made stays."""
    Block.objects.filter(by=user, person=person).delete()
