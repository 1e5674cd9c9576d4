"""modelsearch on SQLite's FTS5, as the Gateway uses it: tokens are ready-made, so FTS5 takes them as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.db.models import Model
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend
from modelsearch.models import IndexEntry

from gateway.catalogue.search_index.backends.lookup import (
    CONTENT_TYPE_SQL,
    MAX_ROWS_PER_BEGINNING,
    keys_indexed,
    keys_of,
    words_by_key,
)

ENTRIES_TABLE = IndexEntry._meta.db_table
WORDS_TABLE = f"{ENTRIES_TABLE}_fts"


class Index(SQLiteIndex):
    """The index, without what modelsearch works out after every write: how long each title is beside the average.

    Ranking here does not use it, and a save must not cost more with every item that there is.
    """

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Leaves them."""


class SearchBackend(SQLiteSearchBackend):
    """The engine."""

    index_class = Index

    def holding(self, model: type[Model], wanted: Sequence[tuple[str, str]]) -> list[list[int]]:
        """For each column and run of tokens, the keys of the rows that hold them, in one query."""
        select = (
            f"SELECT %s, group_concat(entry.object_id) FROM {WORDS_TABLE} "  # noqa: S608
            f"JOIN {ENTRIES_TABLE} entry ON entry.id = {WORDS_TABLE}.rowid "
            f"WHERE {WORDS_TABLE} MATCH %s AND entry.content_type_id = {CONTENT_TYPE_SQL}"
        )
        return keys_of(model, [(select, f'{{{column}}} : "{tokens}"') for column, tokens in wanted])

    def words_of(self, model: type[Model], keys: Collection[int]) -> dict[int, tuple[str, str]]:
        """The words of the title and of the rest that the index has of these rows."""
        return words_by_key(model, keys, "title", "body")

    def keys(self, model: type[Model]) -> Iterator[int]:
        """The keys of all rows of a model that the index has."""
        return keys_indexed(model)

    def beginning(self, model: type[Model], whole: Sequence[str], begins: str, ends: Sequence[str]) -> list[int]:
        """The keys of some rows with all these tokens in the title, and one that begins so or is one of `ends`."""
        select = (
            f"SELECT %s, group_concat(object_id) FROM (SELECT entry.object_id FROM {WORDS_TABLE} "  # noqa: S608
            f"JOIN {ENTRIES_TABLE} entry ON entry.id = {WORDS_TABLE}.rowid "
            f"WHERE {WORDS_TABLE} MATCH %s AND entry.content_type_id = {CONTENT_TYPE_SQL} "
            f"LIMIT {MAX_ROWS_PER_BEGINNING})"
        )
        prefix = [f'"{begins}" *'] if begins.isascii() else []
        last = " OR ".join([*prefix, *(f'"{end}"' for end in ends)])
        wanted = " AND ".join([*(f'"{token}"' for token in whole), f"({last})"])
        return keys_of(model, [(select, f"{{title}} : ({wanted})")])[0]
