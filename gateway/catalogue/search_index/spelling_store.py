"""The store of the words of public rows as they are spelt, from which corrections are offered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gateway.catalogue.models import Document
from gateway.catalogue.models.search.indexed_word import MAX_WORD_LENGTH, MIN_WORD_LENGTH, IndexedWord
from gateway.catalogue.text.tokens import fold_word, split_words


def store_spellings(documents: Iterable[Document]) -> None:
    """Store the words of the documents that are public, now or from a moment on."""
    found: dict[str, datetime] = {}
    for document in documents:
        if moment := document.public_from:
            for word in (word for text in document.texts for word in get_spellings(text)):
                found[word] = min(found.get(word, moment), moment)
    IndexedWord.objects.add_words(found)


def get_spellings(text: str) -> set[str]:
    """Return the words of a text that can be offered: letters only, neither short nor very long."""
    return {word for word in map(fold_word, split_words(text)) if is_offered(word)}


def is_offered(word: str) -> bool:
    """Return whether a word can be offered as a correction."""
    return word.isalpha() and MIN_WORD_LENGTH <= len(word) <= MAX_WORD_LENGTH
