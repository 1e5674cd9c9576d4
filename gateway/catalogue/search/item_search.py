"""A search by words over the facet index: what fits the words, and in which order."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.search.postings import find_carrying, get_postings
from gateway.catalogue.search.ranking import (
    LABEL_WEIGHT,
    NAMES_WEIGHT,
    PUBLISHER_WEIGHT,
    REST_WEIGHT,
    SUMMARY_WEIGHT,
    SYNONYM_WEIGHT,
    TITLE_WEIGHT,
    Word,
    find_in_sets,
    make_word,
    rank_positions,
)
from gateway.catalogue.search_index.backends.engine import EngineUnavailable
from gateway.catalogue.text.search_query import SearchQuery, SearchTerm, read_query

MIN_RESULTS = 10
"""If fewer items fit all words, those that fit most of them follow."""
MAIN_WORDS_SHARE, WEIGHT_STEPS = 0.35, 4
"""The share of the words' total weight that counts as most of it, and the number of steps from common to rare."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Search:
    """What a visitor's words find in an index."""

    index: FacetIndex
    query: SearchQuery

    @cached_property
    def postings(self) -> dict:
        """Return the postings of every run of words, looked up together."""
        return get_postings(self.index, sorted(self.query.runs))

    @cached_property
    def words(self) -> list[Word]:
        """Return what was asked for, each with the places where it is found."""
        return [make_word(wanted, self.get_places) for wanted in self.query.wanted]

    @cached_property
    def pairs(self) -> list[Word]:
        """Return the words that are side by side in the query, with the places where items have them so."""
        return [make_word(SearchTerm(run), self.get_places) for run in self.query.runs_together]

    def get_places(self, run: str) -> tuple[tuple[float, BitMap], ...]:
        """Return the places where a run of words is found, each with its weight."""
        posting = self.postings[run]
        carrying = find_carrying(self.index, run)
        return (
            (TITLE_WEIGHT, posting.title),
            (PUBLISHER_WEIGHT, carrying.publisher),
            (NAMES_WEIGHT, posting.names),
            (SUMMARY_WEIGHT, posting.summary),
            (LABEL_WEIGHT, carrying.label),
            (SYNONYM_WEIGHT, carrying.synonym),
            (REST_WEIGHT, posting.anywhere),
        )

    @cached_property
    def unwanted(self) -> BitMap:
        """Return the positions of items that hold an unwanted word or carry a term of that name."""
        found = BitMap()
        for run in self.query.unwanted:
            carrying = find_carrying(self.index, run)
            found |= self.postings[run].anywhere | carrying.publisher | carrying.label
        return found

    def find_matches(self, offered: BitMap) -> tuple[BitMap, BitMap]:
        """Return the offered positions that fit, and those of them that fit all words.

        If few fit all words, the first set also has those that fit most of them. A phrase in quotes is required in any
        case.
        """
        offered = BitMap.intersection(offered - self.unwanted, *(word.items for word in self.words if word.is_phrase))
        fitting = BitMap.intersection(offered, *(word.items for word in self.words))
        if len(self.words) < 2 or len(fitting) >= MIN_RESULTS:
            return fitting, fitting
        return fitting | self.find_partial_matches(offered), fitting

    def find_partial_matches(self, offered: BitMap) -> BitMap:
        """Return the offered positions that hold most of the words, weighted by their rarity."""
        total = max(len(self.index.alive), 1)
        known = [word for word in self.words if word.items]
        if not known:
            return BitMap()
        shares = [max(1, round(WEIGHT_STEPS * word.compute_rarity(total) / math.log(1 + total))) for word in known]
        sets = [word.items for word, share in zip(known, shares, strict=True) for _ in range(share)]
        least = math.ceil(MAIN_WORDS_SHARE * len(sets))
        return find_in_sets(offered, sets, least) or find_in_sets(offered, sets, 1)

    def rank_results(self, results: BitMap) -> list[int]:
        """Return the positions of results, the most relevant first; of very many, only the first few hundred."""
        return rank_positions(self.index, results, self.words, self.pairs)


def make_search(index: FacetIndex, text: str) -> Search | None:
    """Return the search for a text, or None if no word of it is specific."""
    query = read_query(text, index.synonyms)
    return Search(index, query) if query.wanted else None


def has_failed(search: Search) -> bool:
    """Return whether the engine does not answer, so that it is unknown what the words find."""
    try:
        return not search.words
    except EngineUnavailable:
        logger.exception("The search engine does not answer.")
        return True
