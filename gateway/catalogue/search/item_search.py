"""A search by words over the facet index: what fits the words, and in which order."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.search.postings import named, postings
from gateway.catalogue.search.ranking import (
    LABEL_WEIGHT,
    NAMES_WEIGHT,
    PUBLISHER_WEIGHT,
    REST_WEIGHT,
    SUMMARY_WEIGHT,
    SYNONYM_WEIGHT,
    TITLE_WEIGHT,
    Word,
    having,
    ranked,
    word_of,
)
from gateway.catalogue.search_index.backends.engine import EngineUnavailable
from gateway.catalogue.text.search_query import Question, Wanted, read_question

MIN_RESULTS = 10
"""If fewer items fit all words, those that fit most of them follow."""
MAIN_WORDS_SHARE, WEIGHT_STEPS = 0.35, 4
"""The share of the words' total weight that counts as most of it, and the number of steps from common to rare."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Search:
    """What a visitor's words find in an index."""

    index: FacetIndex
    question: Question

    @cached_property
    def postings(self) -> dict:
        """Return the postings of every run of words, looked up together."""
        return postings(self.index, sorted(self.question.runs))

    @cached_property
    def words(self) -> list[Word]:
        """Return what was asked for, each with the places where it is found."""
        return [word_of(wanted, self.places) for wanted in self.question.wanted]

    @cached_property
    def pairs(self) -> list[Word]:
        """Return the words that are side by side in the question, with the places where items have them so."""
        return [word_of(Wanted(run), self.places) for run in self.question.runs_together]

    def places(self, run: str) -> tuple[tuple[float, BitMap], ...]:
        """Return the places where a run of words is found, each with its weight."""
        posting = self.postings[run]
        carrying = named(self.index, run)
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
        for run in self.question.unwanted:
            carrying = named(self.index, run)
            found |= self.postings[run].anywhere | carrying.publisher | carrying.label
        return found

    def within(self, offered: BitMap) -> tuple[BitMap, BitMap]:
        """Return the offered positions that fit, and those of them that fit all words.

        If few fit all words, the first set also has those that fit most of them. A phrase in quotes is required in any
        case.
        """
        offered = BitMap.intersection(offered - self.unwanted, *(word.items for word in self.words if word.is_phrase))
        fitting = BitMap.intersection(offered, *(word.items for word in self.words))
        if len(self.words) < 2 or len(fitting) >= MIN_RESULTS:
            return fitting, fitting
        return fitting | self.most_of(offered), fitting

    def most_of(self, offered: BitMap) -> BitMap:
        """Return the offered positions that hold most of what the words tell.

        A rare word tells more than a common one.
        """
        total = max(len(self.index.alive), 1)
        known = [word for word in self.words if word.items]
        if not known:
            return BitMap()
        shares = [max(1, round(WEIGHT_STEPS * word.rarity(total) / math.log(1 + total))) for word in known]
        sets = [word.items for word, share in zip(known, shares, strict=True) for _ in range(share)]
        least = math.ceil(MAIN_WORDS_SHARE * len(sets))
        return having(offered, sets, least) or having(offered, sets, 1)

    def in_order(self, results: BitMap) -> list[int]:
        """Return the positions of results, the most relevant first; of very many, only the first few hundred."""
        return ranked(self.index, results, self.words, self.pairs)


def search(index: FacetIndex, text: str) -> Search | None:
    """Return the search for a text, or None if no word of it is specific."""
    question = read_question(text, index.synonyms)
    return Search(index, question) if question.wanted else None


def has_failed(search: Search) -> bool:
    """Return whether the engine does not answer, so that it is unknown what the words find."""
    try:
        return not search.words
    except EngineUnavailable:
        logger.exception("The search engine does not answer.")
        return True
