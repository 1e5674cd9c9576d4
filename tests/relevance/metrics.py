"""How good a list of results is, by the grades of what it should hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

PLACES = 10
"""So many results are on the first screens; what stands further down does not count."""
HELPS = 2
"""An item of this grade or more answers the question; a lower one is worth a look only."""


def gain(grades: Sequence[int]) -> float:
    """What a reader gains from results with these grades: good ones count much more, late ones less (DCG)."""
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:PLACES]))


def ndcg(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """What a list gains, as a part of what the best possible list would: 1 is the best, 0 has nothing."""
    best = gain(sorted(relevant.values(), reverse=True))
    return gain([relevant.get(slug, 0) for slug in found]) / best


def reciprocal_rank(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """1 if the first result answers the question, a half if only the second does, and so on; 0 if none of ten does."""
    least = min(HELPS, max(relevant.values()))
    places = (place for place, slug in enumerate(found[:PLACES], start=1) if relevant.get(slug, 0) >= least)
    return 1 / next(places, float("inf"))


def mean(values: Sequence[float]) -> float:
    """The mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0
