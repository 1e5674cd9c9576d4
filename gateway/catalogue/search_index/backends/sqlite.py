"""modelsearch on SQLite's FTS5, which takes the ready-made tokens as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from django.db.models import Model
from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend
from modelsearch.models import IndexEntry

from gateway.catalogue.search_index.backends.lookup import (
    CONTENT_TYPE_SQL,
    MAX_ROWS_PER_BEGINNING,
    get_indexed_keys,
    get_words_by_key,
    run_selects,
)

ENTRIES_TABLE = IndexEntry._meta.db_table
WORDS_TABLE = f"{ENTRIES_TABLE}_fts"


class Index(SQLiteIndex):
    """An index without what modelsearch computes after every write: the relative length of each title.

    Ranking does not use it, and the cost of a save must not grow with the number of items.
    """

    def _refresh_title_norms(self, full: bool = False) -> None:
        pass


class SearchBackend(SQLiteSearchBackend):
    """The engine on SQLite (see `Engine`)."""

    index_class = Index

    def find_holding(self, model: type[Model], wanted: Sequence[tuple[str, str]]) -> list[list[int]]:
        """Return the keys for all columns and runs of tokens in one query."""
        select = (
            f"SELECT %s, group_concat(entry.object_id) FROM {WORDS_TABLE} "  # noqa: S608
            f"JOIN {ENTRIES_TABLE} entry ON entry.id = {WORDS_TABLE}.rowid "
            f"WHERE {WORDS_TABLE} MATCH %s AND entry.content_type_id = {CONTENT_TYPE_SQL}"
        )
        return run_selects(model, [(select, f'{{{column}}} : "{tokens}"') for column, tokens in wanted])

    def get_words(self, model: type[Model], keys: Collection[int]) -> dict[int, tuple[str, str]]:
        return get_words_by_key(model, keys, "title", "body")

    def get_keys(self, model: type[Model]) -> Iterator[int]:
        return get_indexed_keys(model)

    def find_beginning(self, model: type[Model], whole: Sequence[str], begins: str, ends: Sequence[str]) -> list[int]:
        select = (
            f"SELECT %s, group_concat(object_id) FROM (SELECT entry.object_id FROM {WORDS_TABLE} "  # noqa: S608
            f"JOIN {ENTRIES_TABLE} entry ON entry.id = {WORDS_TABLE}.rowid "
            f"WHERE {WORDS_TABLE} MATCH %s AND entry.content_type_id = {CONTENT_TYPE_SQL} "
            f"LIMIT {MAX_ROWS_PER_BEGINNING})"
        )
        prefix = [f'"{begins}" *'] if begins.isascii() else []
        last = " OR ".join([*prefix, *(f'"{end}"' for end in ends)])
        wanted = " AND ".join([*(f'"{token}"' for token in whole), f"({last})"])
        return run_selects(model, [(select, f"{{title}} : ({wanted})")])[0]
