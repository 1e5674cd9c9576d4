"""Suggestions for a visitor who is typing: topics, publishers and titles that begin with the words.

Topics and publishers come from the facet index. The engine says which titles hold the words; its answer is stored
with the index, and the titles that are shown cost one query.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from pyroaring import BitMap

from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.facets.filters import Filters
from gateway.catalogue.facets.groups import get_legends
from gateway.catalogue.facets.topics import find_topics
from gateway.catalogue.models import IndexedItem, Item, Kind
from gateway.catalogue.models.item import get_item_url
from gateway.catalogue.search.postings import drop_oldest
from gateway.catalogue.search_index.backends.engine import EngineUnavailable, get_engine
from gateway.catalogue.text.tokens import fold_word, make_token, split_words

MAX_QUERY_LENGTH = 80
"""In characters; the rest is not read."""
MIN_QUERY_LENGTH = 2
MIN_QUERY_LENGTH_FOR_TITLES = 3
MAX_TERMS, MAX_TITLES, MAX_TITLES_COMPARED = 4, 5, 40
WORD_ENDINGS = ("", "a", "c", "d", "e", "es", "g", "ing", "ng", "s", "y")
"""What may still be typed: the stem of a word can be shorter than what is typed, as for “reading” after “readi”."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One suggestion; `sort` names the kind of thing that it leads to."""

    label: str
    url: str
    sort: str


def make_suggestions(index: FacetIndex, text: str, now: float) -> list[Suggestion]:
    """Return a few suggestions for what has been typed so far; `now` decides what is public."""
    text = text[:MAX_QUERY_LENGTH]
    words = [word for word in map(fold_word, split_words(text)) if word]
    if not words or len("".join(words)) < MIN_QUERY_LENGTH:
        return []
    try:
        return [*suggest_terms(index, text), *suggest_titles(index, words, now)]
    except EngineUnavailable:
        return list(suggest_terms(index, text))


def suggest_terms(index: FacetIndex, text: str) -> Iterator[Suggestion]:
    """Yield the topics and publishers with such a name, those with most items first."""
    names = get_legends()
    found = [
        (len(index.carrying(parameter, term.key)), parameter, term) for parameter, term in find_topics(text, index)
    ]
    found.sort(key=lambda each: (-each[0], each[2].label))
    for _, parameter, term in found[:MAX_TERMS]:
        yield Suggestion(term.label, Filters({parameter: (term,)}).build_url(reverse("browse")), names[parameter])


def suggest_titles(index: FacetIndex, words: list[str], now: float) -> list[Suggestion]:
    """Return the newest public items whose title has a word that begins like the last one, and all words before it."""
    if len(words[-1]) < MIN_QUERY_LENGTH_FOR_TITLES:
        return []
    places = index.public(now) & find_positions(index, words)
    rows = Item.objects.filter(pk__in=index.newest(places, 0, MAX_TITLES_COMPARED)).order_by("-published_at", "-pk")
    fitting = (row for row in rows.values_list("title", "kind", "slug") if has_word_beginning(row[0], words[-1]))
    return [Suggestion(title, get_item_url(kind, slug), Kind(kind).label) for title, kind, slug in fitting][:MAX_TITLES]


def find_positions(index: FacetIndex, words: list[str]) -> BitMap:
    """Return the positions of the items whose titles may fit."""
    asked = f"{' '.join(words)}*"
    if asked not in index.postings:
        whole = [found for word in words[:-1] if (found := make_token(word))]
        ends = {found for ending in WORD_ENDINGS if (found := make_token(words[-1] + ending))}
        keys = get_engine().find_beginning(IndexedItem, whole, words[-1], sorted(ends))
        index.postings[asked] = index.get_positions(keys)
        drop_oldest(index)
    return index.postings[asked]


def has_word_beginning(title: str, beginning: str) -> bool:
    return any(fold_word(word).startswith(beginning) for word in split_words(title))
