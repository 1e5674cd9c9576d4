"""Cards: what a list shows of an item.

A card is made from one row of one query, without a model instance: a list page has twenty of them, and nothing that a
template asks of a card can cost a query.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from django.template.defaultfilters import truncatechars
from django.utils import timezone

from gateway.catalogue.facets import FacetIndex, FacetTerm
from gateway.catalogue.items.term_links import format_time
from gateway.catalogue.models import Item, ItemQuerySet, Kind
from gateway.catalogue.models.item import get_detail_models, get_item_url
from gateway.catalogue.text.characters import BYLINE_SEPARATOR

COLUMNS = (
    "pk",
    "kind",
    "title",
    "slug",
    "summary",
    "is_sample",
    "published_at",
    "updated_at",
    "starts_at",
    "ends_at",
    "discussion",
    "comment_count",
    "question_count",
)
MAX_SUMMARY_LENGTH = 220
"""In characters, as a card shows it."""


class Detail(Protocol):
    """What the card of an item needs to know of the model that extends Item."""

    card_columns: tuple[str, ...]
    discussion_column: str
    """The column in which those who offer the item allow its discussion, or an empty string."""

    @staticmethod
    def get_card_parts(row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return who offers the item, then a few facts that help visitors choose; blank parts are left out."""


@dataclass(frozen=True, slots=True)
class Card:
    """One item in a list; after a search, its title, summary and a passage of its text have the words marked."""

    pk: int
    kind: str
    kind_label: str
    title: str
    url: str
    summary: str
    byline: str
    line: str
    is_sample: bool
    is_over: bool
    published_at: datetime
    updated_at: datetime
    starts_at: datetime | None
    questions: int
    comments: int
    areas: tuple[FacetTerm, ...]
    title_html: str = ""
    summary_html: str = ""
    passage: str = ""

    @property
    def heading(self) -> str:
        """Return the title, with the words that were searched for marked."""
        return self.title_html or self.title

    @property
    def said(self) -> tuple[tuple[str, int], ...]:
        """Return the numbers of questions and comments, each preceded by its noun."""
        return ("question", self.questions), ("comment", self.comments)

    @property
    def short(self) -> str:
        """Return as much of the summary as a card has room for.

        A short summary skips Django's filter, which looks at every letter.
        """
        if self.summary_html or len(self.summary) <= MAX_SUMMARY_LENGTH:
            return self.summary_html or self.summary
        return truncatechars(self.summary, MAX_SUMMARY_LENGTH)


def get_cards(index: FacetIndex, pks: Iterable[int]) -> list[Card]:
    """Return the cards of these items, in this order and without those that are not public."""
    pks = list(pks)
    rows = {row["pk"]: row for row in get_card_rows().public().filter(pk__in=pks)}
    now = timezone.now()
    return [make_card(rows[pk], index, now) for pk in pks if pk in rows]


@cache
def get_card_rows() -> ItemQuerySet:
    """Return a queryset with a row of every item and the columns of all models that extend it.

    It is cached, because naming the columns is half of the work of a query. Filter it, and never evaluate it itself.
    """
    rows: Any = Item.objects.order_by().values(
        *COLUMNS, *(key for _, columns in get_columns_by_model() for key in columns.values())
    )
    return rows


@cache
def get_columns_by_model() -> tuple[tuple[type[Detail], dict[str, str]], ...]:
    """Return the models that extend Item, each with its columns and their names in a row."""
    return tuple(
        (model, {each: f"{name}__{each}" for each in model.card_columns}) for name, model in get_detail_models()
    )


@cache
def get_discussion_columns() -> tuple[str, ...]:
    """Return the names, in a row, of the columns in which those who offer an item allow its discussion."""
    return tuple(
        columns[model.discussion_column] for model, columns in get_columns_by_model() if model.discussion_column
    )


def make_card(row: Mapping[str, Any], index: FacetIndex, now: datetime) -> Card:
    areas = index.vocabularies["focus"].by_key
    byline, *parts = get_card_parts(row)
    starts_at = row["starts_at"] and timezone.localtime(row["starts_at"])
    when = f"{starts_at:%A}, {format_time(starts_at)}" if starts_at else ""
    return Card(
        pk=row["pk"],
        kind=row["kind"],
        kind_label=Kind(row["kind"]).label,
        title=row["title"],
        url=get_item_url(row["kind"], row["slug"]),
        summary=row["summary"],
        byline=byline,
        line=BYLINE_SEPARATOR.join(part for part in (when, byline, *parts) if part),
        is_sample=row["is_sample"],
        is_over=row["ends_at"] is not None and row["ends_at"] < now,
        published_at=row["published_at"],
        updated_at=row["updated_at"],
        starts_at=row["starts_at"],
        questions=row["question_count"] if is_discussed(row) else 0,
        comments=row["comment_count"] - row["question_count"] if is_discussed(row) else 0,
        areas=tuple(areas[key] for key in index.get_terms(row["pk"], "focus") if key in areas),
    )


def is_discussed(row: Mapping[str, Any]) -> bool:
    """Return whether visitors can read the discussion of the item in this row."""
    closed = (row[column] is False for column in get_discussion_columns())
    return row["discussion"] != Item.Discussion.CLOSED and not any(closed)


def get_card_parts(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the `Detail.get_card_parts` of the model that extends the item in this row."""
    for model, columns in get_columns_by_model():
        if row[next(iter(columns.values()))] is not None:
            return model.get_card_parts({column: row[key] for column, key in columns.items()})
    return ("",)
