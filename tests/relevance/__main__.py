"""`make relevance`: ask the questions of `queries.json` on SQLite and PostgreSQL, and print how good the answers are.

For the half that is held apart, only the figures are shown, so that nobody tunes to it.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.databases import Home, Postgres, Sqlite
from tests.bench.environment import ROOT, manage
from tests.bench.server import free_port
from tests.relevance.metrics import mean, ndcg, reciprocal_rank
from tests.relevance.questions import Question, questions

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
GOAL = 0.85
type Answers = dict[int, list[str]]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description=__doc__)
    parser.add_argument("--worst", type=int, default=10, help="so many of the worst questions of the tuned half")
    parser.add_argument(
        "--show", type=int, default=0, help="the results of a question of the tuned half, by its number"
    )
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="one database only")
    return parser.parse_args()


def environment(address: str, data: Path) -> dict[str, str]:
    """Return the environment of a development site, independent of the shell's variables."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in os.environ}
    ours = {"DEBUG": "1", "LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "gateway.settings"}
    return {**inherited, **ours, "DATABASE_URL": address, "GATEWAY_DATA": str(data)}


def ask(home: Home, data: Path) -> Answers:
    """Load the starter and sample catalogue into a temporary database, ask all questions, and drop it."""
    name = f"relevance_{secrets.token_hex(4)}"
    home.create(name)
    try:
        around = environment(home.url(name), data)
        manage(around, "prepare", "--port", str(free_port()))
        command = [sys.executable, "-m", "tests.relevance.ask"]
        asked = subprocess.run(command, env=around, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603
    finally:
        home.drop(name)
    return {int(number): found for number, found in json.loads(asked.stdout).items()}


def homes(only: str | None, data: Path) -> Iterator[tuple[str, Home]]:
    address = os.environ.get("DATABASE_URL", "")
    if only != "postgresql":
        yield "SQLite", Sqlite(data)
    if only != "sqlite":
        yield "PostgreSQL", Postgres(address if address.startswith("postgres") else LOCAL)


def figures(half: Sequence[Question], answers: Answers) -> str:
    scores = mean([ndcg(answers[each.number], each.relevant) for each in half])
    ranks = mean([reciprocal_rank(answers[each.number], each.relevant) for each in half])
    empty = mean([not answers[each.number] for each in half])
    verdict = "met" if scores >= GOAL else f"goal {GOAL}"
    return f"NDCG@10 {scores:.3f} ({verdict})  MRR {ranks:.3f}  without results {empty:.1%}"


def report(name: str, asked: argparse.Namespace, answers: Answers) -> None:
    """Print both halves, and the worst questions of the half that may be tuned to."""
    tuned = [each for each in questions() if not each.held_apart]
    apart = [each for each in questions() if each.held_apart]
    say(f"{name}\n  tuned       {len(tuned)} questions: {figures(tuned, answers)}")
    say(f"  held apart  {len(apart)} questions: {figures(apart, answers)}")
    for each in sorted(tuned, key=lambda each: ndcg(answers[each.number], each.relevant))[: asked.worst]:
        score = ndcg(answers[each.number], each.relevant)
        say(f"    {score:.2f}  {each.number:3} {each.query}")
    for each in tuned:
        if each.number == asked.show:
            show(each, answers[each.number])


def show(question: Question, found: Sequence[str]) -> None:
    """Print the results of a question with their grades, and the missing results."""
    for slug in found:
        say(f"      {question.relevant.get(slug, 0)}  {slug}")
    for slug in (each for each in question.relevant if each not in found):
        say(f"      {question.relevant[slug]}  missing: {slug}")


def say(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    asked = arguments()
    with tempfile.TemporaryDirectory(prefix="gateway-relevance-") as directory:
        for name, home in homes(asked.only, Path(directory)):
            report(name, asked, ask(home, Path(directory)))


if __name__ == "__main__":
    main()
