"""Indexing of what changed: a few rows at once, many in a task, and none is ever lost.

Code that changes words writes a row of ToIndex in its own transaction. Here rows are indexed and their entries deleted
in one transaction, which also adds the change to the log that every process follows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Set
from itertools import batched
from typing import Any

from django.db import transaction
from django.tasks import task
from modelsearch.index import get_indexed_models

from gateway.catalogue.models import ChangeCounter, Document, Searchable, ToIndex
from gateway.catalogue.models.change_log import Change, get_published_keys, record, record_everything
from gateway.catalogue.models.index_queue import ITEM_MODEL
from gateway.catalogue.search_index.backends.engine import get_engine
from gateway.catalogue.search_index.spelling_store import store_spellings

logger = logging.getLogger(__name__)

MAX_ROWS_WITHOUT_TASK = 300
"""Up to this number of rows are indexed at once by the next writer (after its commit) or reader; more by a task."""
ROWS_PER_BATCH = 200


def index_few() -> int:
    """Index the queued rows if they are few, and return how many there were.

    If they are many, or the database or engine is busy, leave them to the task and return 0.
    """
    try:
        if (
            0
            < ToIndex.objects.values("model", "key").distinct()[: MAX_ROWS_WITHOUT_TASK + 1].count()
            <= MAX_ROWS_WITHOUT_TASK
        ):
            return index_everything_waiting()
    except Exception:
        logger.warning(
            "The database or the search engine is busy or failed; what changed is indexed later.", exc_info=True
        )
    return 0


def index_soon() -> None:
    """Index a few queued rows at once, or leave many to the task; called after a transaction."""
    index_few()
    if ToIndex.objects.exists():
        index_waiting.enqueue()


def index_everything_waiting() -> int:
    """Index all queued rows and return how many there were."""
    total = 0
    while found := index_some():
        total += found
    return total


@task()
def index_waiting() -> int:
    """Index all queued rows as a task; running it twice is harmless."""
    return index_everything_waiting()


@transaction.atomic
def index_some() -> int:
    """Index one batch of queued rows and return how many there were.

    The lock on the change counter comes first, so that two transactions never index the same row in the wrong order and
    what is read after it is the latest.
    """
    list(ChangeCounter.objects.select_for_update().filter(pk=1))
    waiting = list(ToIndex.objects.order_by("pk").values_list("pk", "model", "key")[:ROWS_PER_BATCH])
    if not waiting:
        return 0
    for label in {label for _, label, _ in waiting}:
        index_rows(label, {key for _, its_label, key in waiting if its_label == label})
    ToIndex.objects.filter(pk__in=[pk for pk, _, _ in waiting]).delete()
    record(Change.Scope.ITEM, sorted(get_published_keys(key for _, label, key in waiting if label == ITEM_MODEL)))
    return len(waiting)


def index_rows(label: str, keys: Set[int]) -> None:
    """Write these rows of a model to the index, and remove those that are deleted."""
    model = get_models_by_label().get(label)
    if model is None:
        return
    documents = model.read_documents(keys)
    get_engine().add_bulk(model, [attach_document(model, key, documents[key]) for key in documents])
    for key in keys - documents.keys():
        get_engine().delete(model(pk=key))
    get_engine().refresh_indexes()
    store_spellings(documents.values())


def attach_document(model: Any, key: int, document: Document) -> Searchable:
    """Return a row as modelsearch takes it, with its document read already."""
    row = model(pk=key)
    row.document = document
    return row


def get_models_by_label() -> dict[str, Any]:
    return {model._meta.label_lower: model for model in get_indexed_models()}


def count_indexed() -> int:
    return sum(model._default_manager.count() for model in get_models_by_label().values())


def index_all(done: Callable[[int], object] = int) -> int:
    """Index every row of every model, beside live traffic; call `done` with the size of each batch."""
    total = 0
    for label, model in get_models_by_label().items():
        total += index_keys(
            label, model._default_manager.order_by("pk").values_list("pk", flat=True).iterator(10_000), done
        )
    record_everything()
    return total


def index_keys(label: str, keys: Iterable[int], done: Callable[[int], object] = int) -> int:
    """Index these rows of a model, a batch per transaction; the caller logs the change."""
    total = 0
    for batch in batched(keys, ROWS_PER_BATCH):
        with transaction.atomic():
            list(ChangeCounter.objects.select_for_update().filter(pk=1))
            index_rows(label, set(batch))
        done(len(batch))
        total += len(batch)
    return total
