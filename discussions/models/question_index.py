"""The queue of questions for the search index."""

from __future__ import annotations

from collections.abc import Iterable

from gateway.catalogue.models import queue_for_index

QUESTION_MODEL = "discussions.indexedquestion"


def index_questions(keys: Iterable[int]) -> None:
    """Have the index read these questions after the transaction."""
    queue_for_index(keys, QUESTION_MODEL)
