"""The interface of modelsearch's backend for the rest of the search."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any, Protocol

from django.db.models import Model
from modelsearch.backends import get_search_backend


class EngineUnavailable(Exception):
    """The engine does not answer."""


class Engine(Protocol):
    """What `sqlite`, `postgresql` and `opensearch` offer: modelsearch's methods, and four questions about the index."""

    def add_bulk(self, model: type[Model], obj_list: Sequence[Any]) -> None:
        """Write rows with their documents."""

    def delete(self, obj: Model) -> None:
        """Remove a row from the index."""

    def refresh_indexes(self) -> None:
        """Have what was written be found from now on."""

    def find_holding(self, model: type[Model], wanted: Sequence[tuple[str, str]]) -> list[list[int]]:
        """Return, for each column ("title" or "body") and run of tokens, the keys of the rows that hold them."""

    def find_beginning(self, model: type[Model], whole: Sequence[str], begins: str, ends: Sequence[str]) -> list[int]:
        """Return the keys of some rows with certain words in the title.

        These are all tokens in `whole`, and one that begins with `begins` or is one of `ends`.
        """

    def get_words(self, model: type[Model], keys: Collection[int]) -> dict[int, tuple[str, str]]:
        """Return the words of the title and of the rest that the index has of these rows."""

    def get_keys(self, model: type[Model]) -> Iterable[int]:
        """Return the keys of all rows of a model that the index has."""


@cache
def get_engine() -> Engine:
    """Return the engine that the settings name, one per process.

    Threads may share it: the databases' engines only keep settings and make an index, with the thread's own connection,
    for each call; OpenSearch's client is made for threads.
    """
    return get_search_backend()
