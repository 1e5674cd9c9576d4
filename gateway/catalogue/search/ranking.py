"""The order of results: where the words are, how rare they are, whether they are side by side, and how new the item is.

The arithmetic is the same on every database, because it only needs to know which item holds which word where. Of very
many results, only the most promising are weighed one by one; a few operations on bitmaps pick those.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.text.search_query import SearchTerm

TITLE_WEIGHT, PUBLISHER_WEIGHT, NAMES_WEIGHT, SUMMARY_WEIGHT, LABEL_WEIGHT, SYNONYM_WEIGHT, REST_WEIGHT = (
    3.0,
    2.5,
    2.0,
    2.0,
    1.0,
    0.2,
    0.5,
)
"""The weight of a word in each place. A label is the name of a term that the item carries."""
OTHER_WORD_WEIGHT = 0.7
"""The weight of a synonym relative to the word itself."""
ADJACENCY_WEIGHT = 0.25
"""What two words side by side add, as a share of their weight in that place."""
RECENCY_WEIGHT, HALF_LIFE_SECONDS = 0.5, 730 * 86_400.0
"""The advantage of a publication of today over a very old one, and the time in which it halves."""
MAX_RESULTS_WEIGHED = 600
"""The number of results that are weighed one by one; the others follow, the newest first."""


@dataclass(frozen=True, slots=True)
class Field:
    """The items that hold a word in one place, and the weight of that place."""

    weight: float
    items: BitMap


@dataclass(frozen=True, slots=True)
class Word:
    """One thing that was asked for: where it is found, in fields from the most to the least weight."""

    fields: tuple[Field, ...]
    items: BitMap
    is_phrase: bool = False

    def compute_rarity(self, total: int) -> float:
        """Return the weight of the word: the fewer items hold it, the higher."""
        return math.log(1 + total / (1 + len(self.items)))


def make_word(wanted: SearchTerm, places: Callable[[str], Iterable[tuple[float, BitMap]]]) -> Word:
    """Return one thing that was asked for, with the places where it and its equivalents are found.

    `places` returns the places of a run of tokens, each with its weight. An item that holds the word itself gains
    nothing by another spelling, because words with hyphens are indexed in both.
    """
    factors = [(wanted.run, 1.0), *((other, OTHER_WORD_WEIGHT) for other in wanted.others)]
    fields = [Field(factor * weight, items) for run, factor in factors for weight, items in places(run)]
    known = BitMap.union(BitMap(), *(items for _, items in places(wanted.run)))
    fields += [Field(weight, items - known) for run in wanted.spellings for weight, items in places(run)]
    fields.sort(key=lambda field: -field.weight)
    return Word(tuple(fields), BitMap.union(BitMap(), *(field.items for field in fields)), " " in wanted.run)


def rank_positions(index: FacetIndex, results: BitMap, words: Sequence[Word], pairs: Sequence[Word]) -> list[int]:
    """Return the positions of the results, the most relevant first; of very many, only those that are weighed."""
    chosen = results if len(results) <= MAX_RESULTS_WEIGHED else choose_promising(results, words)
    total, now = max(len(index.alive), 1), time.time()
    scores = {place: compute_recency(now - index.published[place]) for place in chosen}
    for word in words:
        add_scores(scores, word.fields, chosen, word.compute_rarity(total))
    for pair in pairs:
        add_scores(scores, pair.fields, chosen, ADJACENCY_WEIGHT * pair.compute_rarity(total))
    return sorted(chosen, key=lambda place: (-scores[place], -place))


def compute_recency(age: float) -> float:
    """Return the weight of an item's age in seconds."""
    return RECENCY_WEIGHT * 0.5 ** (max(age, 0.0) / HALF_LIFE_SECONDS)


def add_scores(scores: dict[int, float], fields: Iterable[Field], chosen: BitMap, factor: float) -> None:
    """Add what a word counts to the score of each item that holds it.

    The place with the most weight counts in full, each further one by half.
    """
    before = BitMap()
    for field in fields:
        here = field.items & chosen
        for place in here - before:
            scores[place] += factor * field.weight
        for place in here & before:
            scores[place] += factor * field.weight / 2
        before |= here


def choose_promising(results: BitMap, words: Sequence[Word]) -> BitMap:
    """Return the most promising of many results.

    Those with all words in places of much weight come before those with fewer words or less weight, then the newest.
    """
    chosen = BitMap()
    for tier in build_tiers(results, words):
        fresh = (tier & results) - chosen
        room = MAX_RESULTS_WEIGHED - len(chosen)
        if len(fresh) >= room:
            return chosen | fresh[len(fresh) - room :]
        chosen |= fresh
    return chosen


def build_tiers(results: BitMap, words: Sequence[Word]) -> Iterator[BitMap]:
    """Yield sets of results, the most promising first and all results last."""
    places = len(words[0].fields) if words else 0
    holding = [
        [BitMap.union(BitMap(), *(f.items for f in word.fields[: n + 1])) for word in words] for n in range(places)
    ]
    for at_least in range(len(words), 0, -1):
        for place in range(places):
            yield find_in_sets(results, holding[place], at_least)
    yield results


def find_in_sets(results: BitMap, sets: Sequence[BitMap], at_least: int) -> BitMap:
    """Return the results that are in at least this many of the sets."""
    counted = [results, *(BitMap() for _ in range(at_least))]
    for each in sets:
        for level in range(at_least, 0, -1):
            counted[level] |= counted[level - 1] & each
    return counted[at_least]
