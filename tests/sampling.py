"""Samples of large matrices for runs on PostgreSQL, where the same database questions are asked elsewhere too.

On SQLite every case is run. On PostgreSQL the same part is run each time; `WHOLE=1` runs all, as `make prove` does, and
another `SAMPLE_SEED` selects another part.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import groupby
from zlib import crc32

import pytest
from django.db import connection

SEED = os.environ.get("SAMPLE_SEED", "10")
SHARE = 3
"""Of so many cases of a matrix, one is tried."""
IS_WHOLE = connection.vendor == "sqlite" or os.environ.get("WHOLE") == "1"


def rank(case: object, place: str = "") -> int:
    """Return a number for a case that seems random but is always the same."""
    return crc32(f"{SEED} {place} {case}".encode())


def sample[Case](cases: Iterable[Case], share: int, place: str = "") -> list[Case]:
    """Return one case in `share` and at least one, or all cases where the matrix is run whole.

    Each place, by default the running test, gets a different part.
    """
    every = list(cases)
    if IS_WHOLE:
        return every
    place = place or os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    chosen = sorted(every, key=lambda case: (rank(case, place), str(case)))[: -(-len(every) // share)]
    return [case for case in every if case in chosen]


def take_part_of_matrices(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect cases of tests marked as a matrix, unless the matrix is run whole."""
    cases = [] if IS_WHOLE else [item for item in items if item.get_closest_marker("matrix")]
    left_out: set[pytest.Item] = set()
    for test, group in groupby(sorted(cases, key=name_of_test), key=name_of_test):
        ranked = sorted(group, key=lambda item: (rank(item.nodeid, test), item.nodeid))
        left_out |= set(ranked[-(-len(ranked) // SHARE) :])
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def name_of_test(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]
