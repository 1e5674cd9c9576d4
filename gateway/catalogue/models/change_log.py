"""The log that tells every process which items and terms have changed."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection, Iterable
from typing import ClassVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import F, Q

from gateway.catalogue.models.index_queue import queue_for_index
from gateway.catalogue.models.status import Status

MAX_ITEM_CHANGES = 1_000
"""If more items change at once, a change of everything is logged instead."""
MAX_CHANGES_KEPT = 10_000
"""A process that is further behind reads the whole catalogue again."""


class ChangeCounter(models.Model):
    """The number of the latest change, stored in a single row.

    Its row lock lets one transaction at a time take a number and hold it until it commits, so numbers become visible in
    order and a reader that has seen number 7 cannot miss number 6. A number that was rolled back is taken again by
    another change; the token, random for each change, distinguishes the two.
    """

    value = models.PositiveBigIntegerField(default=0)
    token = models.PositiveBigIntegerField(default=0)
    epoch = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="change_counter_is_one_row")]

    def __str__(self) -> str:
        return str(self.value)


class Change(models.Model):
    """A change to something that visitors can filter by."""

    class Scope(models.TextChoices):
        """What a process has to read again because of a change."""

        ITEM = "item", "One item"
        TERMS = "terms", "The vocabularies"
        EVERYTHING = "everything", "Everything"

    sequence = models.PositiveBigIntegerField(primary_key=True)
    token = models.PositiveBigIntegerField(default=0)
    scope = models.CharField(max_length=10, choices=Scope)
    item_pk = models.PositiveBigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(scope="item", item_pk__isnull=False) | (~Q(scope="item") & Q(item_pk__isnull=True)),
                name="change_of_an_item_names_it",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.scope}"


def lock_change_log() -> None:
    """Keep other transactions from logging a change until this one ends; outside a transaction, do nothing.

    A transaction that logs an item locks the counter and, when it commits, the terms and keywords that the item refers
    to. A transaction that changes or deletes those must therefore lock the counter first, or the two would deadlock.
    """
    if connection.in_atomic_block:
        list(ChangeCounter.objects.select_for_update().filter(pk=1))


@transaction.atomic
def record(scope: str, item_pks: Collection[int | None] = (None,)) -> None:
    """Log one change for each item, or a single one for a wider scope, with consecutive numbers from the counter."""
    taken = len(item_pks)
    if not taken:
        return
    token = secrets.randbits(62)
    if not ChangeCounter.objects.filter(pk=1).update(value=F("value") + taken, token=token):
        ChangeCounter.objects.get_or_create(pk=1)
        ChangeCounter.objects.filter(pk=1).update(value=F("value") + taken, token=token)
    last = ChangeCounter.objects.values_list("value", flat=True).get(pk=1)
    first = last - taken + 1
    Change.objects.bulk_create(
        Change(sequence=first + offset, token=token, scope=scope, item_pk=pk) for offset, pk in enumerate(item_pks)
    )
    if last // MAX_ITEM_CHANGES > (first - 1) // MAX_ITEM_CHANGES:
        Change.objects.filter(sequence__lte=last - MAX_CHANGES_KEPT).delete()


@transaction.atomic
def record_items(pks: Collection[int], has_new_words: bool = True, were_published: Collection[int] = ()) -> None:
    """Log that these items changed and, unless their words stayed the same, queue them for the search index.

    Only items that are published, or were until now (`were_published`), go into the log: every entry empties the cache
    of pages, and no cached page shows a draft.
    """
    if has_new_words:
        queue_for_index(pks)
    if len(pks) > MAX_ITEM_CHANGES:
        record_everything()
    else:
        record(Change.Scope.ITEM, sorted({*get_published_keys(pks), *were_published}))


def get_published_keys(pks: Iterable[int]) -> set[int]:
    """Return the keys of those items that are published, including those scheduled for later."""
    items = apps.get_model("catalogue", "Item")._base_manager
    return set(items.filter(pk__in=pks, status=Status.PUBLISHED).order_by().values_list("pk", flat=True))


def record_terms() -> None:
    """Log that a term of a vocabulary was renamed, reordered, added or removed."""
    record(Change.Scope.TERMS)


def record_everything() -> None:
    """Log that every process must read the whole catalogue again."""
    record(Change.Scope.EVERYTHING)
