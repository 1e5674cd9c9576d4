"""Tests that SQLite and PostgreSQL return the same first results in the same order for every judged question."""

from __future__ import annotations

import os

import pytest

from tests.bench.databases import Postgres, Sqlite
from tests.relevance.__main__ import ask_questions

ADDRESS = os.environ.get("DATABASE_URL", "")
FIRST = 10


@pytest.mark.skipif(not ADDRESS.startswith("postgres"), reason="two databases are compared where PostgreSQL is tested")
def test_the_same_question_has_the_same_answer_on_both_databases(tmp_path):
    for name in ("sqlite", "postgresql"):
        (tmp_path / name).mkdir()
    on_sqlite = ask_questions(Sqlite(tmp_path / "sqlite"), tmp_path / "sqlite")
    on_postgresql = ask_questions(Postgres(ADDRESS), tmp_path / "postgresql")

    assert len(on_sqlite) >= 60
    assert sum(map(len, on_sqlite.values())) > 200
    differing = {number for number, found in on_sqlite.items() if found[:FIRST] != on_postgresql[number][:FIRST]}
    assert not differing
