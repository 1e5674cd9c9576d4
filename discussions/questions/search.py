"""The search for questions by words, through the same index as items."""

from __future__ import annotations

import logging

from discussions.models import CommentQuerySet, IndexedQuestion
from discussions.questions.stems import get_stems
from gateway.catalogue.search.model_search import search_model
from gateway.catalogue.search_index.backends.engine import EngineUnavailable
from gateway.catalogue.search_index.indexing import index_few

MAX_QUESTIONS_SEARCHED = 5_000
"""The reader may not read all of them, so more are searched than a page shows."""
logger = logging.getLogger(__name__)


def rank_questions(text: str) -> list[int] | None:
    """Return the keys of the questions that match the words, the best first, or None without words or a search engine.

    New questions are indexed first. Some results may be hidden or on items that are not public: filter them by who may
    read them.
    """
    if not get_stems(text):
        return None
    index_few()
    try:
        return search_model(IndexedQuestion, text, MAX_QUESTIONS_SEARCHED)
    except EngineUnavailable:
        logger.exception("The search engine does not answer.")
        return None


def filter_by_words(comments: CommentQuerySet, text: str) -> CommentQuerySet:
    """Filter comments by the beginnings of words without the index, also for use while the engine is unavailable."""
    for word in get_stems(text):
        comments = comments.filter(text__icontains=word)
    return comments
