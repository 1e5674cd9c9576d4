"""Marks what answers a question."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from discussions import events
from discussions.models import Comment
from discussions.states import mark_answer


@transaction.atomic
def mark(question: Comment, reply: Comment, by: Any, *, is_marked: bool) -> None:
    """Marks a reply as the answer, as `by` says, or takes its mark away; another answer's mark stays then.

    Raises StateNotAllowed if others no longer read the question or the reply.
    """
    if not is_marked and question.answer_id != reply.pk:
        return
    mark_answer(question, reply if is_marked else None)
    events.answered(question, by)
