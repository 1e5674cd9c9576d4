"""A search by words over the facet index: what fits the words, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pyroaring import BitMap

from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.search.postings import named, postings
from gateway.catalogue.search.question import Question, Wanted, read_question
from gateway.catalogue.search.ranking import (
    LABEL,
    NAMES,
    OTHER_WORD,
    REST,
    SUMMARY,
    SYNONYM,
    TITLE,
    Field,
    Word,
    having,
    ranked,
)


@dataclass(frozen=True)
class Search:
    """What a visitor's words find in an index."""

    index: FacetIndex
    question: Question

    @cached_property
    def postings(self) -> dict:
        """Who holds which run of words, for all of the question at once."""
        return postings(self.index, sorted(self.question.runs))

    @cached_property
    def words(self) -> list[Word]:
        """What was asked for, each with where it is found."""
        return [self.word(wanted) for wanted in self.question.wanted]

    @cached_property
    def pairs(self) -> list[Word]:
        """Words that stand side by side in the question, where they do so in items."""
        return [self.word(Wanted(run)) for run in self.question.runs_together]

    def word(self, wanted: Wanted) -> Word:
        """One thing that was asked for."""
        fields = [*self.fields(wanted.run, 1.0)]
        for other in wanted.others:
            fields += self.fields(other, OTHER_WORD)
        fields.sort(key=lambda field: -field.weight)
        return Word(tuple(fields), BitMap.union(BitMap(), *(field.items for field in fields)))

    def fields(self, run: str, factor: float) -> list[Field]:
        """Where a run of words is found."""
        posting = self.postings[run]
        label, synonym = named(self.index, run)
        found = (
            (TITLE, posting.title),
            (NAMES, posting.names),
            (SUMMARY, posting.summary),
            (LABEL, label),
            (SYNONYM, synonym),
            (REST, posting.anywhere),
        )
        return [Field(factor * weight, items) for weight, items in found]

    @cached_property
    def unwanted(self) -> BitMap:
        """What holds a word that was asked to be left out, or carries a term of that name."""
        found = BitMap()
        for run in self.question.unwanted:
            found |= self.postings[run].anywhere | named(self.index, run)[0]
        return found

    def within(self, offered: BitMap) -> tuple[BitMap, bool]:
        """What of the positions offered fits all words; if nothing does, what fits some of them, and True."""
        offered = offered - self.unwanted
        sets = [word.items for word in self.words]
        fitting = BitMap.intersection(offered, *sets)
        if fitting or len(sets) < 2:
            return fitting, False
        return self.most_of(offered, sets), True

    @staticmethod
    def most_of(offered: BitMap, sets: list[BitMap]) -> BitMap:
        """What of the positions offered fits as many of the words as anything does, or one fewer."""
        for at_least in range(len(sets) - 1, 0, -1):
            if having(offered, sets, at_least):
                return having(offered, sets, max(at_least - 1, 1))
        return BitMap()

    def in_order(self, results: BitMap) -> list[int]:
        """The positions of results, the most fitting first; of very many, only the first some hundreds."""
        return ranked(self.index, results, self.words, self.pairs)


def search(index: FacetIndex, text: str) -> Search | None:
    """The search that a text asks for; None for a text without any telling word."""
    question = read_question(text, index.synonyms)
    return Search(index, question) if question.wanted else None
