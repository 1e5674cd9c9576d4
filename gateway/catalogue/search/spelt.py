"""Keeps the words of what is indexed as they are spelt, to be offered where somebody slips."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.catalogue.models.indexed_word import LONGEST, SHORTEST, IndexedWord
from gateway.catalogue.search.analysis import folded, words_in


def learn(texts: Iterable[str]) -> None:
    """Keeps the words of texts that are indexed."""
    IndexedWord.objects.learn({word for text in texts for word in words_of(text)})


def words_of(text: str) -> set[str]:
    """The words of a text that can be offered: letters only, neither short nor endless."""
    return {word for word in map(folded, words_in(text)) if is_offered(word)}


def is_offered(word: str) -> bool:
    """Whether a word is one that can be mistyped and meant."""
    return word.isalpha() and SHORTEST <= len(word) <= LONGEST
