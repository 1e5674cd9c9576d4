"""modelsearch on PostgreSQL; tokens are ready-made, so the configuration is `simple`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model
from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend
from modelsearch.models import IndexEntry
from modelsearch.utils import get_content_type_pk

from gateway.catalogue.search_index.backends.lookup import (
    CONTENT_TYPE_SQL,
    MAX_ROWS_PER_BEGINNING,
    get_indexed_keys,
    get_words_by_key,
    run_selects,
)

ENTRIES_TABLE = IndexEntry._meta.db_table


WRITE_SQL = f"""
    INSERT INTO {ENTRIES_TABLE}
        (content_type_id, object_id, title, autocomplete, body, title_norm, title_text, body_text)
    SELECT %s, key, setweight(to_tsvector('simple', title), 'A'), '', setweight(to_tsvector('simple', body), 'B'), 1.0,
        title, body
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS words (key, title, body)
    ON CONFLICT (content_type_id, object_id) DO UPDATE
    SET title = EXCLUDED.title, body = EXCLUDED.body, title_text = EXCLUDED.title_text, body_text = EXCLUDED.body_text
"""  # noqa: S608 (no input)


class Index(PostgresIndex):
    """An index with the same content as modelsearch's, written faster.

    It leaves out what modelsearch computes after every write: the length of each title relative to the average of the
    table. Ranking does not use it, and the cost of a save must not grow with the number of items.
    """

    def _refresh_title_norms(self, full: bool = False) -> None:
        pass

    def add_items(self, model: type[Model], objs: Sequence[Any]) -> None:
        """Write the words of rows in one statement, with an array for each column."""
        columns = zip(
            *((str(row.pk), row.document.title_tokens, row.document.body_tokens) for row in objs), strict=True
        )
        if objs:
            with self.write_connection.cursor() as cursor:
                cursor.execute(WRITE_SQL, [get_content_type_pk(model), *map(list, columns)])


class SearchBackend(PostgresSearchBackend):
    """The engine on PostgreSQL (see `Engine`)."""

    index_class = Index

    def __init__(self, params: Mapping[str, Any]) -> None:
        super().__init__({**params, "SEARCH_CONFIG": "simple"})

    def find_holding(self, model: type[Model], wanted: Sequence[tuple[str, str]]) -> list[list[int]]:
        """Return the keys for all columns and runs of tokens in one query."""
        select = (
            f"SELECT %s, string_agg(object_id, ',') FROM {ENTRIES_TABLE} "  # noqa: S608
            f"WHERE {{}} @@ %s::tsquery AND content_type_id = {CONTENT_TYPE_SQL}"
        )
        return run_selects(model, [(select.format(column), " <-> ".join(tokens.split())) for column, tokens in wanted])

    def get_words(self, model: type[Model], keys: Collection[int]) -> dict[int, tuple[str, str]]:
        return get_words_by_key(model, keys, "title_text", "body_text")

    def get_keys(self, model: type[Model]) -> Iterator[int]:
        return get_indexed_keys(model)

    def find_beginning(self, model: type[Model], whole: Sequence[str], begins: str, ends: Sequence[str]) -> list[int]:
        select = (
            f"SELECT %s, string_agg(object_id, ',') FROM (SELECT object_id FROM {ENTRIES_TABLE} "  # noqa: S608
            f"WHERE title @@ %s::tsquery AND content_type_id = {CONTENT_TYPE_SQL} LIMIT {MAX_ROWS_PER_BEGINNING}) found"
        )
        prefix = [f"{begins}:*"] if begins.isascii() else []
        wanted = " & ".join([*whole, f"({' | '.join([*prefix, *ends])})"])
        return run_selects(model, [(select, wanted)])[0]
