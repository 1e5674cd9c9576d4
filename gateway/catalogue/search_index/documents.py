"""What is indexed of items, read for many at once in two queries."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Substr

from gateway.catalogue.models import Document, Item, KeywordOnItem, Status
from gateway.catalogue.models.item import get_detail_models
from gateway.catalogue.search_index.file_words_query import build_file_words

MAX_FILE_WORDS_LENGTH = 100_000
"""In characters, for all files of an item."""
MARKDOWN_PATTERN = re.compile(r"\]\([^)\s]*\)|https?://\S+|[*_#>`|\[\]]+")


def read_documents(pks: Collection[int]) -> dict[int, Document]:
    """Return the documents of those of these items that exist, by key."""
    return {row["pk"]: make_document(row) for row in get_rows(Item.objects.filter(pk__in=pks))}


def get_rows(items: QuerySet[Item]) -> Iterable[dict[str, Any]]:
    """Return the items with every column whose words are in the index."""
    texts = items.order_by().annotate(
        keyword_lines=KeywordOnItem.build_name_lines(), file_words=Substr(build_file_words(), 1, MAX_FILE_WORDS_LENGTH)
    )
    return texts.values(
        "pk",
        "title",
        "summary",
        "keyword_lines",
        "file_words",
        "status",
        "published_at",
        "is_withheld",
        *list_columns("name_columns"),
        *list_columns("text_columns"),
    ).iterator(1_000)


def list_columns(which: str) -> list[str]:
    """Return the columns that the models extending Item list under this name, as a row of items names them."""
    return [f"{name}__{column}" for name, model in get_detail_models() for column in getattr(model, which)]


def make_document(row: dict[str, Any]) -> Document:
    names = [row["keyword_lines"], *get_values(row, "name_columns")]
    body = [strip_markdown(text) for text in get_values(row, "text_columns")] + [row["file_words"]]
    is_closed = row["status"] != Status.PUBLISHED or row["is_withheld"]
    return Document(
        row["title"],
        "\n".join(filter(None, names)),
        row["summary"],
        "\n".join(filter(None, body)),
        public_from=None if is_closed else row["published_at"],
    )


def get_values(row: dict[str, Any], which: str) -> list[str]:
    return [value for column in list_columns(which) if (value := row[column])]


def strip_markdown(markdown: str) -> str:
    """Return a text in Markdown without its markup and addresses, accurate enough for words."""
    return MARKDOWN_PATTERN.sub(" ", markdown)
