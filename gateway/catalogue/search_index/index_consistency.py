"""A comparison of the search index with the tables, and its repair."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import batched

from django.db.models import Model

from gateway.catalogue.models import Document, queue_for_index
from gateway.catalogue.search_index.backends.engine import get_engine
from gateway.catalogue.search_index.indexing import get_models_by_label, index_everything_waiting

ROWS_PER_BATCH = 500


@dataclass
class Differences:
    """The keys of rows by model: not in the index, in it with other words, and in it but deleted."""

    missing: dict[str, list[int]] = field(default_factory=dict)
    wrong: dict[str, list[int]] = field(default_factory=dict)
    gone: dict[str, list[int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(keys for which in (self.missing, self.wrong, self.gone) for keys in which.values())

    def __str__(self) -> str:
        parts = ((self.missing, "missing"), (self.wrong, "out of date"), (self.gone, "gone but still there"))
        return ", ".join(f"{sum(map(len, which.values())):,} {what}" for which, what in parts)


def find_differences() -> Differences:
    """Return where the index and the tables differ, after indexing all queued rows."""
    index_everything_waiting()
    found = Differences()
    for label, model in get_models_by_label().items():
        found.missing[label], found.wrong[label] = [], []
        for batch in batched(
            model._default_manager.order_by("pk").values_list("pk", flat=True).iterator(), ROWS_PER_BATCH
        ):
            compare(found, label, model.read_documents(batch), get_engine().get_words(model, batch))
        found.gone[label] = find_strays(model)
    return found


def compare(
    found: Differences, label: str, documents: Mapping[int, Document], words: Mapping[int, tuple[str, str]]
) -> None:
    """Record which of these rows the index does not have, or has with other words."""
    for key, document in documents.items():
        if key not in words:
            found.missing[label].append(key)
        elif words[key] != (document.title_tokens, document.body_tokens):
            found.wrong[label].append(key)


def find_strays(model: type[Model]) -> list[int]:
    """Return the keys in the index whose rows are deleted."""
    there = set(model._default_manager.order_by().values_list("pk", flat=True))
    return sorted(set(get_engine().get_keys(model)) - there)


def repair_index(found: Differences) -> None:
    """Index again what differs; this also removes deleted rows from the index."""
    for which in (found.missing, found.wrong, found.gone):
        for label, keys in which.items():
            queue_for_index(keys, label)
    index_everything_waiting()


def remove_strays() -> int:
    """Remove deleted rows from the index and return how many there were."""
    gone = {label: find_strays(model) for label, model in get_models_by_label().items()}
    repair_index(Differences(gone=gone))
    return sum(map(len, gone.values()))
