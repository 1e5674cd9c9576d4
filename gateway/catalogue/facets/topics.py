"""Topics that fit a search: what visitors can filter by, matched with the words that they typed."""

from __future__ import annotations

from collections.abc import Iterator

from gateway.catalogue.facets import FacetIndex, FacetTerm
from gateway.catalogue.facets.groups import pad_words

MIN_BEGINNING_LENGTH = 3
"""From this number of letters on, the beginning of a word counts."""


def find_topics(words: str, index: FacetIndex) -> Iterator[tuple[str, FacetTerm]]:
    """Yield each term that the words name or with whose words they begin, preceded by its group's parameter."""
    asked = pad_words(words)
    if not asked.strip():
        return
    begun = asked.rstrip() if len(asked.strip()) >= MIN_BEGINNING_LENGTH else ""
    for parameter, vocabulary in index.vocabularies.items():
        fitting = [term for name, term in vocabulary.names if name in asked or (begun and begun in name)]
        yield from ((parameter, term) for term in dict.fromkeys(fitting))
