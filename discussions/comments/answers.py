"""Marks what answers a question."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from discussions.comments import events
from discussions.comments.state import mark_answer
from discussions.models import Comment


@transaction.atomic
def mark(question: Comment, reply: Comment, by: Any, *, is_marked: bool) -> None:
    """Marks a reply as the answer, as `by` says, or takes its mark away; another answer's mark stays then.

    Raises StateNotAllowed if others no longer read the question or the reply.
    """
    if not is_marked and question.answer_id != reply.pk:
        return
    mark_answer(question, reply if is_marked else None)
    events.answered(question, by)
