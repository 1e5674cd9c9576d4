"""Activities on comments. Each action calls one in its own transaction, after updating the counters."""

from __future__ import annotations

from typing import Any

from discussions.models import Activity, Comment
from discussions.notifications.activities import record_activity


def record_post(comment: Comment) -> None:
    """Record that others can now read a comment, because it was posted or an editor approved it."""
    record_activity(Activity.What.POSTED, comment)


def record_edit(comment: Comment) -> None:
    """Record that the text of a visible comment has changed."""
    record_activity(Activity.What.EDITED, comment)


def record_answer(question: Comment, by: Any = None) -> None:
    """Record that `by` has marked the answer of a question, or removed the mark, so that `question.answer` is None."""
    record_activity(Activity.What.ANSWERED, question, by)
