"""modelsearch on PostgreSQL, as the Gateway uses it: tokens are ready-made, so the configuration is `simple`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model
from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend
from modelsearch.models import IndexEntry

from gateway.catalogue.search.lookup import TYPE_OF, keys_of

ENTRIES = IndexEntry._meta.db_table


class Index(PostgresIndex):
    """The index, without what modelsearch works out after every write: how long each title is beside the average.

    Ranking here does not use it, and a save must not cost more with every item that there is.
    """

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Leaves them."""


class SearchBackend(PostgresSearchBackend):
    """The engine."""

    index_class = Index

    def __init__(self, params: Mapping[str, Any]) -> None:
        super().__init__({**params, "SEARCH_CONFIG": "simple"})

    def holding(self, model: type[Model], wanted: Sequence[tuple[str, str]]) -> list[list[int]]:
        """For each column and run of tokens, the keys of the rows that hold them, in one query."""
        select = (
            f"SELECT %s, string_agg(object_id, ',') FROM {ENTRIES} "  # noqa: S608
            f"WHERE {{}} @@ %s::tsquery AND content_type_id = {TYPE_OF}"
        )
        return keys_of(model, [(select.format(column), " <-> ".join(tokens.split())) for column, tokens in wanted])
