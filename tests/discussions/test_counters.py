"""The counters match the tables after any acts, in any order and at the same time."""

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
from tests.discussions.acts import ACTS_WITH_ITEM_DELETION, REFUSAL_EXCEPTIONS, check_counters, make_starting_rows

HYPOTHESIS_SETTINGS = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # to shrink a failure would take minutes
    suppress_health_check=list(HealthCheck),
)
THREADS, ACTS_PER_THREAD = 6, 40


def try_act(act: Any, chance: Random) -> str:
    """Do an act if it is possible now, and return the outcome."""
    try:
        act(chance)
        return "done"
    except REFUSAL_EXCEPTIONS:
        return "refused"


@pytest.mark.django_db
@given(st.lists(st.sampled_from(ACTS_WITH_ITEM_DELETION), min_size=10, max_size=40), st.integers(0, 2**32))
@HYPOTHESIS_SETTINGS
def test_the_counters_are_right_whatever_happens(acts, seed):
    chance = Random(seed)  # noqa: S311
    with transaction.atomic():
        make_starting_rows()
        for act in acts:
            try_act(act, chance)
        assert [str(mistake) for mistake in find_mistakes()] == []
        transaction.set_rollback(True)


def act_at_random(seed: int) -> list[str]:
    """Do random acts at the same time as others. A database error ends the test."""
    chance = Random(seed)  # noqa: S311
    try:
        return [
            try_act(chance.choice([*ACTS_WITH_ITEM_DELETION, check_counters]), chance) for _ in range(ACTS_PER_THREAD)
        ]
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.parametrize("seed", range(3))
def test_the_counters_are_right_when_many_do_things_at_once_and_nobody_waits_for_ever(seed):
    make_starting_rows()

    with ThreadPoolExecutor(THREADS) as pool:
        results = [each for one in pool.map(act_at_random, range(100 * seed, 100 * seed + THREADS)) for each in one]

    assert results.count("done") > 0.3 * len(results)
    assert Comment.objects.exists()
    assert [str(mistake) for mistake in find_mistakes()] == []
