"""Signal receivers that keep the counters right when rows are deleted with others, such as votes with their member.

Code that deletes several things at once first locks them all, in the order of `discussions.comments.state`: places,
counters of members, comments, each by key.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete, pre_delete

from accounts.models import User
from discussions.comments.counters import COMMENT_COUNTS
from discussions.comments.state import IS_PLACE, hold_contribution
from discussions.models import Comment, Contribution, State, index_questions
from gateway.catalogue.models import Item, lock_rows, register_item_lock


def connect_signals() -> None:
    """Connect the receivers, once all apps are loaded."""
    register_item_lock(hold_discussions_of)
    post_delete.connect(comment_gone, sender=Comment, dispatch_uid="a comment goes")
    pre_delete.connect(member_goes, sender=User, dispatch_uid="votes of a member go")


@transaction.atomic
def hold_all_of(user: User, *, items: Collection[int] = ()) -> None:
    """Lock all that counts a member's comments and votes, and items that are deleted with the account.

    Call it before anything is deleted, in the same transaction. If the member posts somewhere else before their
    counters are locked, release all locks and start again, so as not to hold counters while waiting for a place.
    """
    while True:
        start = transaction.savepoint_create()
        places = hold_places(user, items)
        for pk in sorted({user.pk, *writers(items)}):
            hold_contribution(pk)
        if places_of(user, items) == places:
            break
        transaction.savepoint_rollback(start)
    own = Q(author=user) | Q(pk__in=voted_by(user)) | Q(pk__in=naming(user))
    lock_rows(Comment.objects.filter(own | Q(item__in=items)))


def places_of(user: User, items: Collection[int]) -> tuple[set[int], set[int]]:
    """Return the keys of the items and first comments to lock.

    The items are these and those on which the member posted; the comments began threads without an item. They include
    comments that the member voted for or that name them, because a vote locks them before the member's counters.
    """
    own = Comment.objects.filter(author=user).order_by()
    is_voted_or_naming = Q(pk__in=voted_by(user)) | Q(pk__in=naming(user))
    begun_there = Comment.objects.filter(Q(author=user) | IS_PLACE & is_voted_or_naming, item=None).order_by()
    begun = begun_there.values_list(Coalesce("root", "pk"), flat=True)
    return {*own.filter(item__isnull=False).values_list("item", flat=True), *items}, set(begun)


def hold_places(user: User, items: Collection[int]) -> tuple[set[int], set[int]]:
    """Lock those places, and return their keys."""
    places = places_of(user, items)
    lock_rows(Item.objects.filter(pk__in=places[0]))
    lock_rows(Comment.objects.filter(pk__in=places[1]))
    return places


def writers(items: Collection[int]) -> Any:
    """Return the keys of the members who posted on these items."""
    there = Comment.objects.filter(item__in=items, author__isnull=False).order_by()
    return there.values_list("author", flat=True).distinct()


def voted_by(user: User) -> Any:
    """Return the keys of the comments that a member voted for."""
    return Comment.objects.filter(votes__user=user).order_by().values("pk")


def naming(user: User) -> Any:
    """Return the keys of others' comments that may name a member: those that mention or reply to them."""
    return Comment.objects.filter(Q(mentions__user=user) | Q(parent__author=user)).order_by().values("pk")


def member_goes(instance: User, **kwargs: Any) -> None:
    """Subtract the votes of a member whose account is being deleted."""
    hold_all_of(instance)
    Comment.objects.filter(pk__in=voted_by(instance)).update(helpful_count=F("helpful_count") - 1)


def hold_discussions_of(items: Collection[int]) -> None:
    """Lock the counters of those who posted on items that are about to be deleted, and then the comments."""
    for pk in sorted(writers(items)):
        hold_contribution(pk)
    lock_rows(Comment.objects.filter(item__in=items))


def comment_gone(instance: Comment, **kwargs: Any) -> None:
    """Update the counters of the author of a deleted comment."""
    if instance.is_question:
        index_questions([instance.pk])
    if instance.author_id:
        own = Comment.objects.filter(author=instance.author_id, state=State.VISIBLE).order_by()
        Contribution.objects.filter(user=instance.author_id).update(**own.aggregate(**COMMENT_COUNTS))
