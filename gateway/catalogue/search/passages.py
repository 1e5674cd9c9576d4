"""Cards of a search: the words marked in title and summary, and in the passage of the text that holds the others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.db.models import F
from django.db.models.functions import Substr

from gateway.catalogue.items.cards import MAX_SUMMARY_LENGTH, Card
from gateway.catalogue.models import Item
from gateway.catalogue.search.highlights import Marker
from gateway.catalogue.search_index.documents import columns, plain_text
from gateway.catalogue.search_index.file_words_query import build_file_words
from gateway.catalogue.text.search_query import Question

MAX_CHARACTERS_READ = 8_000
"""The number of characters of each text in which a passage is looked for."""


def with_passages(cards: list[Card], question: Question) -> list[Card]:
    """Return the cards with the words marked.

    The texts of all cards that do not show every word cost one query together.
    """
    marker = Marker({run for each in question.wanted for run in each.runs})
    missing = {card.pk: missing_words(card, question, marker) for card in cards}
    texts = texts_of([pk for pk, runs in missing.items() if runs])
    return [with_marks(card, marker, passage(texts.get(card.pk, ""), missing[card.pk])) for card in cards]


def missing_words(card: Card, question: Question, marker: Marker) -> set[str]:
    """Return the runs, in all their forms, of the words that the card does not show yet."""
    shown = marker.found(card.title, card.short)
    unseen = (each for each in question.wanted if not shown & {*each.runs})
    return {run for each in unseen for run in each.runs}


def passage(text: str, runs: Collection[str]) -> str:
    return Marker(runs).passage(text) if text and runs else ""


def with_marks(card: Card, marker: Marker, found: str) -> Card:
    return replace(card, title_html=marker.marked(card.title), summary_html=marker.marked(card.short), passage=found)


def texts_of(pks: list[int]) -> dict[int, str]:
    """Return the rest of the summaries, the texts and the words of files of these items."""
    if not pks:
        return {}
    parts = [Substr(F(column), 1, MAX_CHARACTERS_READ) for column in columns("text_columns")]
    rows = (
        Item.objects.filter(pk__in=pks)
        .order_by()
        .values_list("pk", "summary", *parts, Substr(build_file_words(), 1, MAX_CHARACTERS_READ))
    )
    return {
        pk: plain_text(" ".join([summary[MAX_SUMMARY_LENGTH:], *filter(None, texts)])) for pk, summary, *texts in rows
    }
