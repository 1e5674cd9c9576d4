"""Keeps the counters right where rows go with what they belong to: a member's votes, and the comments of an item.

Whoever deletes several things at once holds them all first, in the order of `discussions.comments.state`: places,
counters of members, comments, each by their keys.
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
from gateway.catalogue.models import Item, hold, hold_with


def listen() -> None:
    """Connects the receivers; called once, when all apps are loaded."""
    hold_with(hold_discussions_of)
    post_delete.connect(comment_gone, sender=Comment, dispatch_uid="a comment goes")
    pre_delete.connect(member_goes, sender=User, dispatch_uid="votes of a member go")


@transaction.atomic
def hold_all_of(user: User, *, items: Collection[int] = ()) -> None:
    """Holds all that counts what a member said and found helpful, and items that are deleted with the account.

    Call it before anything is deleted, in the same transaction. Should the member say something elsewhere before their
    counters are held, it lets go and begins anew, so as not to hold counters while it waits for a place.
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
    hold(Comment.objects.filter(own | Q(item__in=items)))


def places_of(user: User, items: Collection[int]) -> tuple[set[int], set[int]]:
    """The items on which a member said something, with these; and what began threads without an item.

    Of those too what the member found helpful or is named by: a vote holds it before the member's counters.
    """
    own = Comment.objects.filter(author=user).order_by()
    is_voted_or_naming = Q(pk__in=voted_by(user)) | Q(pk__in=naming(user))
    begun_there = Comment.objects.filter(Q(author=user) | IS_PLACE & is_voted_or_naming, item=None).order_by()
    begun = begun_there.values_list(Coalesce("root", "pk"), flat=True)
    return {*own.filter(item__isnull=False).values_list("item", flat=True), *items}, set(begun)


def hold_places(user: User, items: Collection[int]) -> tuple[set[int], set[int]]:
    """Holds those, and says which they are."""
    places = places_of(user, items)
    hold(Item.objects.filter(pk__in=places[0]))
    hold(Comment.objects.filter(pk__in=places[1]))
    return places


def writers(items: Collection[int]) -> Any:
    """The keys of the members who said something on these items."""
    there = Comment.objects.filter(item__in=items, author__isnull=False).order_by()
    return there.values_list("author", flat=True).distinct()


def voted_by(user: User) -> Any:
    """The keys of the comments that a member found helpful."""
    return Comment.objects.filter(votes__user=user).order_by().values("pk")


def naming(user: User) -> Any:
    """The keys of the comments of others that may name a member: that call them, or reply to them."""
    return Comment.objects.filter(Q(mentions__user=user) | Q(parent__author=user)).order_by().values("pk")


def member_goes(instance: User, **kwargs: Any) -> None:
    """An account is being deleted: what its owner found helpful has a vote less."""
    hold_all_of(instance)
    Comment.objects.filter(pk__in=voted_by(instance)).update(helpful_count=F("helpful_count") - 1)


def hold_discussions_of(items: Collection[int]) -> None:
    """Hold what was said on items that are about to be deleted, after the counters of who said it."""
    for pk in sorted(writers(items)):
        hold_contribution(pk)
    hold(Comment.objects.filter(item__in=items))


def comment_gone(instance: Comment, **kwargs: Any) -> None:
    """A comment was deleted with its item: who wrote it has said that much less."""
    if instance.is_question:
        index_questions([instance.pk])
    if instance.author_id:
        own = Comment.objects.filter(author=instance.author_id, state=State.VISIBLE).order_by()
        Contribution.objects.filter(user=instance.author_id).update(**own.aggregate(**COMMENT_COUNTS))
