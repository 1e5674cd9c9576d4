"""Samples of large matrices, a different part on each database, and tests that need to run on one alone.

SQLite tries the first half of the cases, and PostgreSQL the last third, so that a run of CI tries five in six. Tests
that use no database, or look at a page that is the same whatever database it comes from, run with SQLite only.
`WHOLE=1` runs everything, as `make prove` does, and another `SAMPLE_SEED` selects other parts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import groupby
from zlib import crc32

import pytest
from django.db import connection

SEED = os.environ.get("SAMPLE_SEED", "10")
IS_WHOLE = os.environ.get("WHOLE") == "1"
IS_SQLITE = connection.vendor == "sqlite"
SAMPLING_INTERVAL = 2 if IS_SQLITE else 3
"""One in this many cases of a matrix is run."""
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def get_rank(case: object, place: str = "") -> int:
    """Return a number for a case that seems random but is always the same."""
    return crc32(f"{SEED} {place} {case}".encode())


def choose_sample[Case](cases: Iterable[Case], share: int, place: str = "") -> list[Case]:
    """Return one case in `share` and at least one, or all cases where the matrix is run whole.

    Each place, by default the running test, gets a different part, and so does each database.
    """
    every = list(cases)
    if IS_WHOLE:
        return every
    place = place or os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    chosen = take_part(sorted(every, key=lambda case: (get_rank(case, place), str(case))), share)
    return [case for case in every if case in chosen]


def take_part[Case](ranked: list[Case], share: int) -> list[Case]:
    """Return one case in `share` and at least one: the first on SQLite, the last on PostgreSQL."""
    count = -(-len(ranked) // share)
    return ranked[:count] if IS_SQLITE else ranked[len(ranked) - count :]


def deselect_cases(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what this run does not try, unless it tries everything."""
    left_out: set[pytest.Item] = set()
    if not IS_WHOLE:
        cases = [item for item in items if item.get_closest_marker("matrix")]
        for test, group in groupby(sorted(cases, key=get_test_name), key=get_test_name):
            ranked = sorted(group, key=lambda item: (get_rank(item.nodeid, test), item.nodeid))
            left_out |= {*ranked} - {*take_part(ranked, SAMPLING_INTERVAL)}
        if not IS_SQLITE:
            left_out |= {item for item in items if item.get_closest_marker("looks") or not uses_database(item)}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]


def uses_database(item: pytest.Item) -> bool:
    """Return whether a test may use the database, as every test in a browser does."""
    marks = any(item.get_closest_marker(name) for name in ("django_db", "browser"))
    return marks or bool(DATABASE_FIXTURES & {*getattr(item, "fixturenames", ())})


def get_test_name(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]
