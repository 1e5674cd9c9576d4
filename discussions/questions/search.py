"""Finds questions by words, through the same index as items."""

from __future__ import annotations

import logging

from discussions.models import CommentQuerySet, IndexedQuestion
from discussions.questions.stems import beginnings
from gateway.catalogue.search.model_search import matching
from gateway.catalogue.search_index.backends.engine import EngineAway
from gateway.catalogue.search_index.indexing import index_few

MAX_QUESTIONS_SEARCHED = 5_000
"""So many questions are looked through for those that this reader may read."""
logger = logging.getLogger(__name__)


def ranked_questions(text: str) -> list[int] | None:
    """The keys of the questions that hold these words, the most fitting first; None without words or an engine.

    What was asked this moment is indexed first. They may be hidden or stand on what is not public: narrow them by
    who may read which.
    """
    if not beginnings(text):
        return None
    index_few()
    try:
        return matching(IndexedQuestion, text, MAX_QUESTIONS_SEARCHED)
    except EngineAway:
        logger.exception("The search engine does not answer.")
        return None


def with_words(comments: CommentQuerySet, text: str) -> CommentQuerySet:
    """Those that hold words which begin as these do, without the index: for comments, or while the engine is away."""
    for word in beginnings(text):
        comments = comments.filter(text__icontains=word)
    return comments
