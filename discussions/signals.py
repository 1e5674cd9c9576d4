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
from discussions.comments.state import IS_PLACE, lock_contribution
from discussions.models import Comment, Contribution, State, index_questions
from gateway.catalogue.models import Item, lock_rows, register_item_lock


def connect_signals() -> None:
    """Connect the receivers, once all apps are loaded."""
    register_item_lock(lock_discussions)
    post_delete.connect(update_counters_of_author, sender=Comment, dispatch_uid="discussions.update_counters_of_author")
    pre_delete.connect(subtract_votes, sender=User, dispatch_uid="discussions.subtract_votes")


@transaction.atomic
def lock_rows_of_member(user: User, *, items: Collection[int] = ()) -> None:
    """Lock all that counts a member's comments and votes, and items that are deleted with the account.

    Call it before anything is deleted, in the same transaction. If the member posts somewhere else before their
    counters are locked, release all locks and start again, so as not to hold counters while waiting for a place.
    """
    while True:
        start = transaction.savepoint_create()
        places = lock_places(user, items)
        for pk in sorted({user.pk, *get_author_ids(items)}):
            lock_contribution(pk)
        if get_places(user, items) == places:
            break
        transaction.savepoint_rollback(start)
    own = Q(author=user) | Q(pk__in=get_voted_comments(user)) | Q(pk__in=get_comments_naming(user))
    lock_rows(Comment.objects.filter(own | Q(item__in=items)))


def get_places(user: User, items: Collection[int]) -> tuple[set[int], set[int]]:
    """Return the keys of the items and first comments to lock.

    The items are these and those on which the member posted; the comments began threads without an item. They include
    comments that the member voted for or that name them, because a vote locks them before the member's counters.
    """
    own = Comment.objects.filter(author=user).order_by()
    is_voted_or_naming = Q(pk__in=get_voted_comments(user)) | Q(pk__in=get_comments_naming(user))
    threads = Comment.objects.filter(Q(author=user) | IS_PLACE & is_voted_or_naming, item=None).order_by()
    roots = threads.values_list(Coalesce("root", "pk"), flat=True)
    return {*own.filter(item__isnull=False).values_list("item", flat=True), *items}, set(roots)


def lock_places(user: User, items: Collection[int]) -> tuple[set[int], set[int]]:
    """Lock those places, and return their keys."""
    places = get_places(user, items)
    lock_rows(Item.objects.filter(pk__in=places[0]))
    lock_rows(Comment.objects.filter(pk__in=places[1]))
    return places


def get_author_ids(items: Collection[int]) -> Any:
    """Return the keys of the members who posted on these items."""
    comments = Comment.objects.filter(item__in=items, author__isnull=False).order_by()
    return comments.values_list("author", flat=True).distinct()


def get_voted_comments(user: User) -> Any:
    """Return the keys of the comments that a member voted for."""
    return Comment.objects.filter(votes__user=user).order_by().values("pk")


def get_comments_naming(user: User) -> Any:
    """Return the keys of others' comments that may name a member: those that mention or reply to them."""
    return Comment.objects.filter(Q(mentions__user=user) | Q(parent__author=user)).order_by().values("pk")


def subtract_votes(instance: User, **kwargs: Any) -> None:
    """Subtract the votes of a member whose account is being deleted."""
    lock_rows_of_member(instance)
    Comment.objects.filter(pk__in=get_voted_comments(instance)).update(helpful_count=F("helpful_count") - 1)


def lock_discussions(items: Collection[int]) -> None:
    """Lock the counters of those who posted on items that are about to be deleted, and then the comments."""
    for pk in sorted(get_author_ids(items)):
        lock_contribution(pk)
    lock_rows(Comment.objects.filter(item__in=items))


def update_counters_of_author(instance: Comment, **kwargs: Any) -> None:
    """Update the counters of the author of a deleted comment."""
    if instance.is_question:
        index_questions([instance.pk])
    if instance.author_id:
        own = Comment.objects.filter(author=instance.author_id, state=State.VISIBLE).order_by()
        Contribution.objects.filter(user=instance.author_id).update(**own.aggregate(**COMMENT_COUNTS))
