"""Keeps the counters right where rows go with what they belong to: a member's votes, and the comments of an item.

Whoever deletes several things at once holds them all first, in the order of `discussions.states`: places, counters of
members, comments, each by their keys.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce
from django.db.models.signals import post_delete, pre_delete

from accounts.models import User
from discussions.models import Comment, Contribution, State
from discussions.states import hold_contribution
from gateway.catalogue.models import Item


def listen() -> None:
    """Connects the receivers; called once, when all apps are loaded."""
    pre_delete.connect(item_goes, sender=Item, dispatch_uid="comments of an item go")
    post_delete.connect(comment_gone, sender=Comment, dispatch_uid="a comment goes")
    pre_delete.connect(member_goes, sender=User, dispatch_uid="votes of a member go")


@transaction.atomic
def hold_all_of(user: User, *, items: Collection[int] = ()) -> None:
    """Holds all that counts what a member said and found helpful, and items that are deleted with the account.

    Call it before anything is deleted, in the same transaction.
    """
    own = Comment.objects.filter(Q(author=user) | Q(pk__in=voted_by(user))).order_by()
    held(Item.objects.filter(Q(pk__in=own.filter(item__isnull=False).values("item")) | Q(pk__in=items)))
    held(Comment.objects.filter(pk__in=own.filter(item=None).values(start=Coalesce("root", "pk"))))
    writers = Comment.objects.filter(item__in=items, author__isnull=False).order_by()
    for pk in sorted({user.pk, *writers.values_list("author", flat=True).distinct()}):
        hold_contribution(pk)
    held(Comment.objects.filter(Q(pk__in=own.values("pk")) | Q(item__in=items)))


def held(rows: Any) -> list[int]:
    """The keys of rows, which nobody else changes until the transaction ends."""
    return list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True))


def voted_by(user: User) -> Any:
    """The keys of the comments that a member found helpful."""
    return Comment.objects.filter(votes__user=user).order_by().values("pk")


def member_goes(instance: User, **kwargs: Any) -> None:
    """An account is being deleted: what its owner found helpful has a vote less."""
    hold_all_of(instance)
    Comment.objects.filter(pk__in=voted_by(instance)).update(helpful_count=F("helpful_count") - 1)


def item_goes(instance: Item, **kwargs: Any) -> None:
    """An item is being deleted, and with it what was said on it: the counters of who wrote there are held."""
    held(Item.objects.filter(pk=instance.pk))
    writers = Comment.objects.filter(item=instance.pk, author__isnull=False).order_by()
    for pk in sorted(writers.values_list("author", flat=True).distinct()):
        hold_contribution(pk)


def comment_gone(instance: Comment, **kwargs: Any) -> None:
    """A comment was deleted with its item: who wrote it has said that much less."""
    if instance.author_id:
        own = Comment.objects.filter(author=instance.author_id, state=State.VISIBLE).order_by()
        left = own.aggregate(
            comment_count=Count("pk"),
            question_count=Count("pk", filter=Q(is_question=True)),
            last_activity_at=Max("created_at"),
        )
        Contribution.objects.filter(user=instance.author_id).update(**left)
