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

from tests.bench.databases import DatabaseServer, Postgres, Sqlite
from tests.bench.environment import ROOT, manage
from tests.bench.server import find_free_port
from tests.relevance.metrics import compute_mean, compute_ndcg, compute_reciprocal_rank
from tests.relevance.questions import Question, read_questions

LOCAL = "postgres://postgres@127.0.0.1:5432/postgres"
NDCG_GOAL = 0.85
type Answers = dict[int, list[str]]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.relevance", description=__doc__)
    parser.add_argument("--worst", type=int, default=10, help="so many of the worst questions of the tuned half")
    parser.add_argument(
        "--show", type=int, default=0, help="the results of a question of the tuned half, by its number"
    )
    parser.add_argument("--only", choices=["sqlite", "postgresql"], help="one database only")
    return parser.parse_args()


def build_environment(address: str, data: Path) -> dict[str, str]:
    """Return the environment of a development site, independent of the shell's variables."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in os.environ}
    ours = {"DEBUG": "1", "LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "gateway.settings"}
    return {**inherited, **ours, "DATABASE_URL": address, "GATEWAY_DATA": str(data)}


def ask_questions(home: DatabaseServer, data: Path) -> Answers:
    """Load the starter and sample catalogue into a temporary database, ask all questions, and drop it."""
    name = f"relevance_{secrets.token_hex(4)}"
    home.create(name)
    try:
        around = build_environment(home.url(name), data)
        manage(around, "prepare", "--port", str(find_free_port()))
        command = [sys.executable, "-m", "tests.relevance.ask"]
        asked = subprocess.run(command, env=around, cwd=ROOT, stdout=subprocess.PIPE, check=True)  # noqa: S603
    finally:
        home.drop(name)
    return {int(number): found for number, found in json.loads(asked.stdout).items()}


def list_servers(only: str | None, data: Path) -> Iterator[tuple[str, DatabaseServer]]:
    address = os.environ.get("DATABASE_URL", "")
    if only != "postgresql":
        yield "SQLite", Sqlite(data)
    if only != "sqlite":
        yield "PostgreSQL", Postgres(address if address.startswith("postgres") else LOCAL)


def format_figures(half: Sequence[Question], answers: Answers) -> str:
    scores = compute_mean([compute_ndcg(answers[each.number], each.relevant) for each in half])
    ranks = compute_mean([compute_reciprocal_rank(answers[each.number], each.relevant) for each in half])
    empty = compute_mean([not answers[each.number] for each in half])
    verdict = "met" if scores >= NDCG_GOAL else f"goal {NDCG_GOAL}"
    return f"NDCG@10 {scores:.3f} ({verdict})  MRR {ranks:.3f}  without results {empty:.1%}"


def print_report(name: str, asked: argparse.Namespace, answers: Answers) -> None:
    """Print both halves, and the worst questions of the half that may be tuned to."""
    tuned = [each for each in read_questions() if not each.held_apart]
    apart = [each for each in read_questions() if each.held_apart]
    print_line(f"{name}\n  tuned       {len(tuned)} questions: {format_figures(tuned, answers)}")
    print_line(f"  held apart  {len(apart)} questions: {format_figures(apart, answers)}")
    for each in sorted(tuned, key=lambda each: compute_ndcg(answers[each.number], each.relevant))[: asked.worst]:
        score = compute_ndcg(answers[each.number], each.relevant)
        print_line(f"    {score:.2f}  {each.number:3} {each.query}")
    for each in tuned:
        if each.number == asked.show:
            print_results(each, answers[each.number])


def print_results(question: Question, found: Sequence[str]) -> None:
    """Print the results of a question with their grades, and the missing results."""
    for slug in found:
        print_line(f"      {question.relevant.get(slug, 0)}  {slug}")
    for slug in (each for each in question.relevant if each not in found):
        print_line(f"      {question.relevant[slug]}  missing: {slug}")


def print_line(line: str) -> None:
    print(line, flush=True)


def main() -> None:
    asked = parse_arguments()
    with tempfile.TemporaryDirectory(prefix="gateway-relevance-") as directory:
        for name, home in list_servers(asked.only, Path(directory)):
            print_report(name, asked, ask_questions(home, Path(directory)))


if __name__ == "__main__":
    main()
