"""Tests that the facet index agrees with plain SQL after any changes, in one process and in several."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gateway.catalogue.facets import drop_index, get_current_index
from tests.catalogue.facet_acts import ACTS, disagreements, publish
from tests.factories import make_publisher
from tests.processes import get_database_url

ROOT = Path(__file__).parents[2]
WRITERS, READERS = 2, 2
CALM = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # shrinking a failure would take minutes
    suppress_health_check=list(HealthCheck),
)


def start(chance):
    """Create two publishers and a few publications."""
    for number in range(2):
        make_publisher(f"The publisher {number}")
    for _ in range(6):
        publish(chance)


@pytest.mark.django_db
@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=15), st.integers(0, 2**32))
@CALM
def test_the_index_agrees_with_sql_whatever_happens(acts, seed):
    chance = Random(seed)  # noqa: S311
    with transaction.atomic():
        start(chance)
        get_current_index()
        for act in acts:
            act(chance)
        assert disagreements(get_current_index(), chance) == []
        transaction.set_rollback(True)


@pytest.mark.django_db
@given(st.lists(st.sampled_from(ACTS), min_size=1, max_size=10), st.integers(0, 2**32))
@CALM
def test_an_index_that_was_patched_is_one_that_was_built_anew(acts, seed):
    chance = Random(seed)  # noqa: S311
    with transaction.atomic():
        start(chance)
        get_current_index()
        for act in acts:
            act(chance)
            patched = get_current_index()
        drop_index()
        anew = get_current_index()
        assert contents(patched) == contents(anew)
        transaction.set_rollback(True)


def contents(index):
    """Return each item in an index with its terms."""
    return {
        index.pks[position]: {name: sorted(index.get_terms(index.pks[position], name)) for name in index.vocabularies}
        for position in index.alive
    }


def run(tmp_path, role, seed):
    environment = {
        **os.environ,
        "DATABASE_URL": get_database_url(),
        "GATEWAY_DATA": str(tmp_path),
        "SECRET_KEY": "for a test",
        "DJANGO_SETTINGS_MODULE": "gateway.settings",
        "LOG_LEVEL": "ERROR",
        "HAS_WORKER": "0",
    }
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "tests.catalogue.facet_process", role, str(seed)],
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def answer(process):
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    return json.loads(out)


@pytest.mark.django_db(transaction=True)
def test_processes_that_write_and_read_at_once_agree_in_the_end(tmp_path):
    start(Random(1))  # noqa: S311
    readers = [run(tmp_path, "read", seed) for seed in range(READERS)]
    writers = [run(tmp_path, "write", 10 + seed) for seed in range(WRITERS)]

    written = [answer(writer) for writer in writers]
    read = [answer(reader) for reader in readers]

    latest = get_current_index()
    assert [each["acts"] for each in written] == [60, 60]
    assert [each["wrong"] for each in read] == [[], []]
    assert {each["sequence"] for each in read} == {latest.mark.sequence}
    assert all(each["changes"] > 5 for each in read), read
    assert disagreements(latest, Random(2)) == []  # noqa: S311
