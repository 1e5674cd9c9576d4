"""What the search index has yet to hear of, written in the transaction that changed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from django.db import connection, models, transaction
from django.db.models import Q

ITEM_MODEL = "catalogue.indexeditem"
"""How the index calls items."""

_indexers: list[Callable[[], object]] = []


class ToIndex(models.Model):
    """That the words of a row have changed and the search index must read it again.

    A row of this table is deleted in the transaction that indexes what it names, so no change is ever lost.
    """

    model = models.CharField(max_length=80)
    key = models.PositiveBigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.model} {self.key}"


class AnalysisVersion(models.Model):
    """By which rules the words in the index were analysed, in one row."""

    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="analysis_version_is_one_row")]

    def __str__(self) -> str:
        return str(self.value)


def to_index(keys: Iterable[int], model: str = ITEM_MODEL) -> None:
    """Notes that the index must read these rows again, and has it done after the transaction."""
    waiting = ToIndex.objects.bulk_create((ToIndex(model=model, key=key) for key in keys), 5_000)
    if waiting and not any(entry[1] is index_what_waits for entry in connection.run_on_commit):
        transaction.on_commit(index_what_waits, robust=True)


def index_what_waits() -> None:
    """Calls whoever indexes."""
    for index in _indexers:
        index()


def index_with(indexer: Callable[[], object]) -> None:
    """Has this called after every transaction that left something to index."""
    if indexer not in _indexers:
        _indexers.append(indexer)
