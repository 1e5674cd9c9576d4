"""The questions of `queries.json`, in the half that may be tuned to and the half that is held apart."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

QUESTIONS_PATH = Path(__file__).with_name("queries.json")


@dataclass(frozen=True)
class Question:
    """A query and what should be found, with grades: 3 is what the visitor wants, 2 helps, 1 is worth a look."""

    number: int
    query: str
    asked_by: str
    held_apart: bool
    relevant: dict[str, int]


def read_questions() -> list[Question]:
    """Return all questions, in the order in which they were written."""
    return [Question(**each) for each in json.loads(QUESTIONS_PATH.read_text(encoding="utf-8"))["queries"]]
