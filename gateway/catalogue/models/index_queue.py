"""The queue of rows that the search index has yet to read, written in the transaction that changed them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from django.db import connection, models, transaction
from django.db.models import Q

ITEM_MODEL = "catalogue.indexeditem"
"""The name of items in the index."""

_indexers: list[Callable[[], object]] = []


class ToIndex(models.Model):
    """A row whose words have changed and that the search index must read again.

    The entry is deleted in the transaction that indexes the row, so no change is ever lost.
    """

    model = models.CharField(max_length=80)
    key = models.PositiveBigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


class AnalysisVersion(models.Model):
    """The version of the rules by which the words in the index were analysed, in a single row."""

    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="analysis_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.value)


def queue_for_index(keys: Iterable[int], model: str = ITEM_MODEL) -> None:
    """Queue these rows for the search index and have them indexed after the transaction commits."""
    waiting = ToIndex.objects.bulk_create((ToIndex(model=model, key=key) for key in keys), 5_000)
    if waiting and not any(entry[1] is run_indexers for entry in connection.run_on_commit):
        transaction.on_commit(run_indexers, robust=True)


def run_indexers() -> None:
    """Call the functions registered with `register_indexer`."""
    for index in _indexers:
        index()


def register_indexer(indexer: Callable[[], object]) -> None:
    """Register a function to call after every transaction that queued rows for the index."""
    if indexer not in _indexers:
        _indexers.append(indexer)
