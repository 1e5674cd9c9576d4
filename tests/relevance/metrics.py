"""The quality of a list of results, measured by the grades of what it should contain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

PLACES = 10
"""So many results are on the first screens; what stands further down does not count."""
HELPS = 2
"""An item of this grade or more answers the question; a lower one is worth a look only."""


def gain(grades: Sequence[int]) -> float:
    """Return the discounted cumulative gain (DCG) of grades, to which good and early results contribute most."""
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:PLACES]))


def ndcg(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Return the gain of a list as a share of the best possible one, from 0 to 1 (NDCG)."""
    best = gain(sorted(relevant.values(), reverse=True))
    return gain([relevant.get(slug, 0) for slug in found]) / best


def reciprocal_rank(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Return 1 divided by the rank of the first result that answers the question, or 0 if none of ten does."""
    least = min(HELPS, max(relevant.values()))
    places = (place for place, slug in enumerate(found[:PLACES], start=1) if relevant.get(slug, 0) >= least)
    return 1 / next(places, float("inf"))


def mean(values: Sequence[float]) -> float:
    """Return the mean, or 0 if there are no values."""
    return sum(values) / len(values) if values else 0.0
