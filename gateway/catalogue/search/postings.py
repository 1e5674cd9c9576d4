"""Which items hold a run of words, and where: read from the engine once, then stored with the facet index.

A posting is a set of positions of the facet index, so search narrows and counts by the same few operations on bitmaps
as the filters, however many items hold a word.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from pyroaring import BitMap

from gateway.catalogue.facets import FacetIndex, Vocabulary
from gateway.catalogue.models import IndexedItem
from gateway.catalogue.models.search.indexed_item import NAME_PREFIX, SUMMARY_PREFIX
from gateway.catalogue.search_index.backends.engine import get_engine
from gateway.catalogue.search_index.spelling_store import get_spellings
from gateway.catalogue.text.tokens import get_joined_tokens, tokenise

MAX_POSTINGS_KEPT = 1_000
"""The number of postings that a process keeps; the oldest are dropped first."""
GROUPS_WITH_SEARCHED_TERMS = ("kind", "focus", "need", "phase", "setting", "publisher")
"""The groups whose terms' names count as words of the items that carry them."""


class Posting(NamedTuple):
    """The positions of the items that hold a run of tokens, by where they hold it."""

    title: BitMap
    names: BitMap
    summary: BitMap
    anywhere: BitMap


class TermName(NamedTuple):
    """A name of a term, as tokens with a space before and after; `is_label` is False for a synonym."""

    parameter: str
    key: int
    text: str
    is_label: bool


class TermNames(NamedTuple):
    """All names of terms, by each of their tokens, and the words in them as they are spelt."""

    by_token: Mapping[str, list[TermName]]
    words: frozenset[str]


def get_columns(run: str) -> list[tuple[str, str]]:
    """Return where the engine looks for a run: a column and tokens for each part of a posting."""
    marked = [" ".join(f"{mark}{token}" for token in run.split()) for mark in (NAME_PREFIX, SUMMARY_PREFIX)]
    return [("title", run), ("body", marked[0]), ("body", marked[1]), ("body", run)]


def get_postings(index: FacetIndex, runs: Collection[str]) -> dict[str, Posting]:
    """Return the postings of these runs; all that are not known yet cost one query together."""
    known = {run: posting for run in runs if (posting := index.postings.get(run))}
    missing = [run for run in runs if run not in known]
    if missing:
        found = get_engine().find_holding(IndexedItem, [place for run in missing for place in get_columns(run)])
        for number, run in enumerate(missing):
            title, names, summary, rest = map(index.get_positions, found[4 * number : 4 * number + 4])
            known[run] = index.postings[run] = Posting(title, names, summary, title | rest)
        drop_oldest(index)
    return known


def drop_oldest(index: FacetIndex) -> None:
    """Drop the oldest postings, so that those kept do not grow without limit."""
    for run in list(index.postings)[: max(len(index.postings) - MAX_POSTINGS_KEPT, 0)]:
        index.postings.pop(run, None)


class TermMatches(NamedTuple):
    """The positions of items that carry a term by which name of it holds a run of tokens; publishers are apart."""

    publisher: BitMap
    label: BitMap
    synonym: BitMap


def find_carrying(index: FacetIndex, run: str) -> TermMatches:
    """Return who carries a term with this run in its name or in one of its synonyms."""
    found = TermMatches(BitMap(), BitMap(), BitMap())
    for name in get_names(index).by_token.get(run.partition(" ")[0], ()):
        if f" {run} " in name.text:
            kind = "synonym" if not name.is_label else "publisher" if name.parameter == "publisher" else "label"
            getattr(found, kind).update(index.carrying(name.parameter, name.key))
    return found


def get_names(index: FacetIndex) -> TermNames:
    """Return the names of the index's terms, computed once for a set of vocabularies."""
    if not index.names:
        index.names.append(collect_names(index.vocabularies))
    return index.names[0]


def collect_names(vocabularies: Mapping[str, Vocabulary]) -> TermNames:
    by_token: dict[str, list[TermName]] = {}
    words: set[str] = set()
    for parameter in GROUPS_WITH_SEARCHED_TERMS:
        for term in vocabularies[parameter].terms if parameter in vocabularies else ():
            for number, name in enumerate((term.label, *term.words)):
                its_tokens = [*tokenise(name), *get_joined_tokens(name)]
                entry = TermName(parameter, term.key, f" {' '.join(its_tokens)} ", number < 2)
                for each in set(its_tokens):
                    by_token.setdefault(each, []).append(entry)
                words |= get_spellings(name)
    return TermNames(by_token, frozenset(words))
