"""Blocks: each hides two users from each other, and never hides an editor.

A thread keeps the places of hidden comments, so that it stays whole; docs/decisions/0805 says why.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from accounts.models import Block, User

MAX_BLOCKS_PER_USER = 200
"""Every page with a discussion queries them."""


class BlockNotAllowed(Exception):
    """Raised when a user cannot be blocked; the message says why."""


class HiddenUsers(set[int]):
    """The keys of users hidden from a user; `blocked` holds those whom that user has blocked."""

    blocked: frozenset[int] = frozenset()


def get_hidden_people(user: Any) -> HiddenUsers:
    """Return the keys of users hidden from this user, which includes those who blocked them.

    Those users do not see this one either. It takes one query, or none for a visitor or an editor.
    """
    if not user.is_authenticated or user.is_editor:
        return HiddenUsers()
    rows = Block.objects.filter(Q(by=user, person__is_editor=False) | Q(person=user, by__is_editor=False))
    pairs = list(rows.values_list("by_id", "person_id"))
    hidden = HiddenUsers({other for pair in pairs for other in pair} - {user.pk})
    hidden.blocked = frozenset(person for by, person in pairs if by == user.pk)
    return hidden


def build_hidden_condition(user: Any, field: str) -> Q:
    """Return a condition that `field` names a user hidden from this one.

    Use it in a query where `get_hidden_people` would cost one of its own.
    """
    if not user.is_authenticated or user.is_editor:
        return Q(pk__in=[])
    theirs = Block.objects.filter(by=user, person__is_editor=False).values("person")
    others = Block.objects.filter(person=user, by__is_editor=False).values("by")
    return Q(**{f"{field}__in": theirs}) | Q(**{f"{field}__in": others})


def block(user: User, person: User) -> None:
    """Hide two users from each other, or raise BlockNotAllowed.

    Blocking the same person twice changes nothing.
    """
    if user.pk == person.pk:
        raise BlockNotAllowed("You cannot block yourself.")
    if person.is_editor:
        raise BlockNotAllowed(
            "You cannot block editors, because they keep the Gateway safe. You can report what they say."
        )
    if Block.objects.filter(by=user).exclude(person=person).count() >= MAX_BLOCKS_PER_USER:
        raise BlockNotAllowed(
            f"You have blocked {MAX_BLOCKS_PER_USER} people, which is the most you can block. Unblock someone first."
        )
    Block.objects.get_or_create(by=user, person=person)


def unblock(user: User, person: User) -> None:
    """Remove the user's block of `person`; a block in the other direction stays."""
    Block.objects.filter(by=user, person=person).delete()
