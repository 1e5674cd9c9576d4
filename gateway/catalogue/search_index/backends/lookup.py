"""Queries about the index: which rows hold many runs of words, in one query, and which words it has of a row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from modelsearch.models import IndexEntry
from modelsearch.utils import get_content_type_pk

CONTENT_TYPE_SQL = "(SELECT id FROM django_content_type WHERE app_label = %s AND model = %s)"
"""The key of a model's content type, which modelsearch stores."""
MAX_SELECTS_PER_QUERY = 400
"""SQLite accepts at most 500."""
MAX_ROWS_PER_BEGINNING = 2_000
"""The number of rows that are searched for words that begin with what is typed."""


def get_words_by_key(model: type[Model], keys: Collection[int], *columns: str) -> dict[int, tuple[str, str]]:
    """Return the words of the title and of the rest that the index has of these rows in these two columns."""
    entries = get_entries(model).filter(object_id__in=list(map(str, keys)))
    return {int(key): (title, rest) for key, title, rest in entries.values_list("object_id", *columns)}


def get_indexed_keys(model: type[Model]) -> Iterator[int]:
    return map(int, get_entries(model).values_list("object_id", flat=True).iterator(10_000))


def get_entries(model: type[Model]) -> QuerySet[Any]:
    return IndexEntry.objects.filter(content_type_id=get_content_type_pk(model)).order_by()


def run_selects(model: type[Model], selects: Sequence[tuple[str, str]]) -> list[list[int]]:
    """Return the keys that each of these selects returns as text with commas.

    The parameters of a select are its own number, what it looks for, and the app label and name of the model.
    """
    meta = (model._meta.concrete_model or model)._meta
    found: list[list[int]] = [[] for _ in selects]
    for part in batched(enumerate(selects), MAX_SELECTS_PER_QUERY):
        values = [value for number, (_, text) in part for value in (number, text, meta.app_label, meta.model_name)]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(select for _, (select, _) in part), values)
            for number, keys in cursor.fetchall():
                found[int(number)] = list(map(int, keys.split(","))) if keys else []
    return found
