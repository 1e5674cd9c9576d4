"""modelsearch on an OpenSearch server, chosen by OPENSEARCH_URL.

The finder asks it the same question as a database (which rows hold these words) and does the rest itself. OpenSearch
returns at most 10,000 rows for each word, the newest ones by primary key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from django.db.models import Model
from modelsearch.backends.opensearch3 import OpenSearch3Index, OpenSearch3SearchBackend
from opensearchpy.exceptions import OpenSearchException
from opensearchpy.helpers import scan

from gateway.catalogue.search_index.backends.engine import EngineUnavailable
from gateway.catalogue.search_index.backends.lookup import MAX_ROWS_PER_BEGINNING

MAX_ROWS = 10_000
AT_LEAST_ONE_OPTION = {"minimum_should_match": 1}
COLUMNS = {"title": "title", "body": "body_tokens"}


class Index(OpenSearch3Index):
    """An index that is created, with its fields, before the first row is written."""

    def add_items(self, model: type[Model], items: Sequence[Any]) -> None:
        if not self.exists():
            self.put()
            self.add_model(model)
        super().add_items(model, items)

    def refresh(self) -> None:
        """Have the server find what was written; a model without rows has no index yet."""
        if self.exists():
            super().refresh()


class SearchBackend(OpenSearch3SearchBackend):
    """The engine on OpenSearch (see `Engine`)."""

    index_class = Index

    def find_holding(self, model: type[Model], wanted: Sequence[tuple[str, str]]) -> list[list[int]]:
        """Return the keys for all columns and runs of tokens in one request."""
        body: list[dict[str, Any]] = []
        for column, tokens in wanted:
            body += [{"index": self.get_index_for_model(model).name}, build_query(COLUMNS[column], tokens)]
        try:
            answers = self.es.msearch(body=body)["responses"] if body else []
        except OpenSearchException as error:
            raise EngineUnavailable from error
        return [[int(hit["_id"]) for hit in answer.get("hits", {}).get("hits", ())] for answer in answers]

    def find_beginning(self, model: type[Model], whole: Sequence[str], begins: str, ends: Sequence[str]) -> list[int]:
        last = [{"prefix": {"title": begins}}, *({"match": {"title": end}} for end in ends)]
        query = {
            "bool": {"must": [{"match": {"title": each}} for each in whole], "should": last, **AT_LEAST_ONE_OPTION}
        }
        body = {"query": query, "_source": False, "size": MAX_ROWS_PER_BEGINNING}
        try:
            answer = self.es.search(index=self.get_index_for_model(model).name, body=body)
        except OpenSearchException as error:
            raise EngineUnavailable from error
        return [int(hit["_id"]) for hit in answer["hits"]["hits"]]

    def get_words(self, model: type[Model], keys: Collection[int]) -> dict[int, tuple[str, str]]:
        found = self.es.mget(index=self.get_index_for_model(model).name, body={"ids": [str(key) for key in keys]})
        rows = (row for row in found["docs"] if row.get("found"))
        return {int(row["_id"]): (row["_source"]["title"], row["_source"]["body_tokens"]) for row in rows}

    def get_keys(self, model: type[Model]) -> Iterator[int]:
        index = self.get_index_for_model(model)
        hits = scan(self.es, index=index.name, query={"_source": False}) if index.exists() else ()
        return (int(hit["_id"]) for hit in hits)


def build_query(column: str, tokens: str) -> dict[str, Any]:
    """Return the search for a run of tokens in a column."""
    query = {"match_phrase": {column: tokens}}
    return {"query": query, "_source": False, "size": MAX_ROWS, "sort": [{"pk": {"order": "desc"}}]}
