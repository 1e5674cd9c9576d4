"""The quality of a list of results, measured by the grades of what it should contain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

MAX_RESULTS_GRADED = 10
"""The number of results on the first screens. Later ones do not count."""
MIN_HELPFUL_GRADE = 2
"""An item with this grade or a higher one answers the question."""


def compute_gain(grades: Sequence[int]) -> float:
    """Return the discounted cumulative gain (DCG) of grades, to which good and early results contribute most."""
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:MAX_RESULTS_GRADED]))


def compute_ndcg(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Return the gain of a list as a share of the best possible one, from 0 to 1 (NDCG)."""
    best = compute_gain(sorted(relevant.values(), reverse=True))
    return compute_gain([relevant.get(slug, 0) for slug in found]) / best


def compute_reciprocal_rank(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """Return 1 divided by the rank of the first result that answers the question, or 0 if none of ten does."""
    least = min(MIN_HELPFUL_GRADE, max(relevant.values()))
    places = (place for place, slug in enumerate(found[:MAX_RESULTS_GRADED], start=1) if relevant.get(slug, 0) >= least)
    return 1 / next(places, float("inf"))


def compute_mean(values: Sequence[float]) -> float:
    """Return the mean, or 0 if there are no values."""
    return sum(values) / len(values) if values else 0.0
