"""Cards of a search: the words marked in title and summary, and in the passage of the text that holds the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db.models import F
from django.db.models.functions import Substr

from gateway.catalogue.items.cards import MAX_SUMMARY_LENGTH, Card
from gateway.catalogue.models import Item
from gateway.catalogue.search.highlights import Marker
from gateway.catalogue.search_index.documents import list_columns, strip_markdown
from gateway.catalogue.search_index.file_words_query import build_file_words
from gateway.catalogue.text.search_query import SearchQuery

MAX_CHARACTERS_READ = 8_000
"""The number of characters of each text in which a passage is looked for."""


def add_passages(cards: list[Card], query: SearchQuery) -> list[Card]:
    """Return the cards with the words marked.

    The texts of all cards that do not show every word cost one query together.
    """
    marker = Marker({run for each in query.wanted for run in each.runs})
    missing = {card.pk: find_missing_runs(card, query, marker) for card in cards}
    texts = read_texts([pk for pk, runs in missing.items() if runs])
    return [mark_card(card, marker, make_passage(texts.get(card.pk, ""), missing[card.pk])) for card in cards]


def find_missing_runs(card: Card, query: SearchQuery, marker: Marker) -> set[str]:
    """Return the runs, in all their forms, of the words that the card does not show yet."""
    shown = marker.find_runs(card.title, card.short)
    unseen = (each for each in query.wanted if not shown & {*each.runs})
    return {run for each in unseen for run in each.runs}


def make_passage(text: str, runs: Collection[str]) -> str:
    return Marker(runs).get_passage(text) if text and runs else ""


def mark_card(card: Card, marker: Marker, found: str) -> Card:
    return replace(
        card, title_html=marker.mark_runs(card.title), summary_html=marker.mark_runs(card.short), passage=found
    )


def read_texts(pks: list[int]) -> dict[int, str]:
    """Return the rest of the summaries, the texts and the words of files of these items."""
    if not pks:
        return {}
    parts = [Substr(F(column), 1, MAX_CHARACTERS_READ) for column in list_columns("text_columns")]
    rows = (
        Item.objects.filter(pk__in=pks)
        .order_by()
        .values_list("pk", "summary", *parts, Substr(build_file_words(), 1, MAX_CHARACTERS_READ))
    )
    return {
        pk: strip_markdown(" ".join([summary[MAX_SUMMARY_LENGTH:], *filter(None, texts)]))
        for pk, summary, *texts in rows
    }
