"""What happens once something is said: each act calls one of these, in its own transaction, after the counters."""

from __future__ import annotations

from typing import Any

from discussions.models import Comment, Happening
from discussions.notifications.happenings import note


def posted(comment: Comment) -> None:
    """A comment has come to be read by others: just posted, or let through by an editor."""
    note(Happening.What.POSTED, comment)


def edited(comment: Comment) -> None:
    """The words of a comment that others read have changed."""
    note(Happening.What.EDITED, comment)


def answered(question: Comment, by: Any = None) -> None:
    """A question has got its answer, `question.answer`; or has lost it, which is then None. `by` marked it."""
    note(Happening.What.ANSWERED, question, by)
