"""Events of comments. Each action calls one in its own transaction, after updating the counters."""

from __future__ import annotations

from typing import Any

from discussions.models import Comment, Happening
from discussions.notifications.happenings import note


def posted(comment: Comment) -> None:
    """Note that others can now read a comment: it was posted, or an editor approved it."""
    note(Happening.What.POSTED, comment)


def edited(comment: Comment) -> None:
    """Note that the text of a visible comment has changed."""
    note(Happening.What.EDITED, comment)


def answered(question: Comment, by: Any = None) -> None:
    """Note that `by` has marked the answer of a question, or removed the mark, so that `question.answer` is None."""
    note(Happening.What.ANSWERED, question, by)
