"""modelsearch's backend, as the rest of the search talks to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any, Protocol

from django.db.models import Model
from modelsearch.backends import get_search_backend


class EngineAway(Exception):
    """The engine does not answer."""


class Engine(Protocol):
    """What `sqlite`, `postgresql` and `opensearch` offer: modelsearch's own, and four questions about the index."""

    def add_bulk(self, model: type[Model], obj_list: Sequence[Any]) -> None:
        """Writes rows with their documents."""

    def delete(self, obj: Model) -> None:
        """Takes a row out."""

    def refresh_indexes(self) -> None:
        """Sees that what was written is found from now on."""

    def holding(self, model: type[Model], wanted: Sequence[tuple[str, str]]) -> list[list[int]]:
        """For each column ("title" or "body") and run of tokens, the keys of the rows that hold them."""

    def beginning(self, model: type[Model], whole: Sequence[str], begins: str, ends: Sequence[str]) -> list[int]:
        """The keys of some rows with all these tokens in the title, and one that begins so or is one of `ends`."""

    def words_of(self, model: type[Model], keys: Collection[int]) -> dict[int, tuple[str, str]]:
        """The words of the title and of the rest that the index has of these rows."""

    def keys(self, model: type[Model]) -> Iterable[int]:
        """The keys of all rows of a model that the index has."""


@cache
def engine() -> Engine:
    """Return the engine that the settings name, one in a process.

    Threads may share it: the databases' engines keep settings only and make an index, with the thread's own connection,
    for each call; OpenSearch's client is made for threads.
    """
    return get_search_backend()
