"""Words that a visitor typed, matched with what can be filtered by: topics that fit a search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gateway.catalogue.facets import FacetIndex, FacetTerm

SHORTEST = 3
"""The beginning of a word counts from so many letters on."""


def topics(words: str, index: FacetIndex) -> Iterator[tuple[str, FacetTerm]]:
    """The terms that words name, or that begin as the words do, each with its group's parameter."""
    asked = folded(words)
    if not asked.strip():
        return
    for parameter, vocabulary in index.vocabularies.items():
        for term in vocabulary.terms:
            if any(fits(asked, name_folded(name)) for name in (term.label, *term.words)):
                yield parameter, term


def fits(asked: str, name: str) -> bool:
    """Whether a name stands in what was asked, or what was asked begins words of the name."""
    return bool(name.strip() and name in asked) or (len(asked.strip()) >= SHORTEST and asked.rstrip() in name)


@lru_cache(maxsize=50_000)
def name_folded(name: str) -> str:
    """The words of a term's name, worked out once."""
    return folded(name)


def folded(text: str) -> str:
    """The words of a text in lower case, with a space before and after each."""
    return f" {' '.join(re.findall(r'[^\W_]+', text.casefold()))} "
