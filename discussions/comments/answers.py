"""The marking of answers to questions."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from discussions.comments import comment_activities
from discussions.comments.state import mark_answer
from discussions.models import Comment


@transaction.atomic
def mark_as_answer(question: Comment, reply: Comment, by: Any, *, is_marked: bool) -> None:
    """Mark a reply as the answer, on behalf of `by`, or remove its mark. Another reply's mark is not removed.

    Raise StateNotAllowed if others can no longer read the question or the reply.
    """
    if not is_marked and question.answer_id != reply.pk:
        return
    mark_answer(question, reply if is_marked else None)
    comment_activities.record_answer(question, by)
