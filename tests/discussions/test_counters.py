"""Whatever happens, in whatever order and by however many at once, the counters say what the tables say."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from discussions.comments.counters import find_mistakes
from discussions.models import Comment
from tests.discussions.acts import RARE, REFUSALS, begin, recount

CALM = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # to shrink a failure would take minutes
    suppress_health_check=list(HealthCheck),
)
THREADS, TIMES = 6, 40


def try_to(act: Any, chance: Random) -> str:
    """Does something, if it is possible at this moment; gives what came of it."""
    try:
        act(chance)
        return "done"
    except REFUSALS:
        return "refused"


@pytest.mark.django_db
@given(st.lists(st.sampled_from(RARE), min_size=10, max_size=40), st.integers(0, 2**32))
@CALM
def test_the_counters_are_right_whatever_happens(acts, seed):
    chance = Random(seed)  # noqa: S311
    with transaction.atomic():
        begin()
        for act in acts:
            try_to(act, chance)
        assert [str(mistake) for mistake in find_mistakes()] == []
        transaction.set_rollback(True)


def busy(seed: int) -> list[str]:
    """One of several who do things at once; an error of the database's ends the test."""
    chance = Random(seed)  # noqa: S311
    try:
        return [try_to(chance.choice([*RARE, recount]), chance) for _ in range(TIMES)]
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.parametrize("seed", range(3))
def test_the_counters_are_right_when_many_do_things_at_once_and_nobody_waits_for_ever(seed):
    begin()

    with ThreadPoolExecutor(THREADS) as pool:
        results = [each for one in pool.map(busy, range(100 * seed, 100 * seed + THREADS)) for each in one]

    assert results.count("done") > 0.3 * len(results)
    assert Comment.objects.exists()
    assert [str(mistake) for mistake in find_mistakes()] == []
