"""Samples of large matrices for runs on PostgreSQL, where other tests make the same queries.

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
SAMPLING_INTERVAL = 3
"""One in this many cases of a matrix is run."""
IS_WHOLE = connection.vendor == "sqlite" or os.environ.get("WHOLE") == "1"


def get_rank(case: object, place: str = "") -> int:
    """Return a number for a case that seems random but is always the same."""
    return crc32(f"{SEED} {place} {case}".encode())


def choose_sample[Case](cases: Iterable[Case], share: int, place: str = "") -> list[Case]:
    """Return one case in `share` and at least one, or all cases where the matrix is run whole.

    Each place, by default the running test, gets a different part.
    """
    every = list(cases)
    if IS_WHOLE:
        return every
    place = place or os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    chosen = sorted(every, key=lambda case: (get_rank(case, place), str(case)))[: -(-len(every) // share)]
    return [case for case in every if case in chosen]


def deselect_cases(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect cases of tests marked as a matrix, unless the matrix is run whole."""
    cases = [] if IS_WHOLE else [item for item in items if item.get_closest_marker("matrix")]
    left_out: set[pytest.Item] = set()
    for test, group in groupby(sorted(cases, key=get_test_name), key=get_test_name):
        ranked = sorted(group, key=lambda item: (get_rank(item.nodeid, test), item.nodeid))
        left_out |= set(ranked[-(-len(ranked) // SAMPLING_INTERVAL) :])
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def get_test_name(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]
