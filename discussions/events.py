"""What happens once something is said: each act calls one of these, in its own transaction, after the counters."""

from __future__ import annotations

from discussions.models import Comment


def posted(comment: Comment) -> None:
    """A comment has come to be read by others: just posted, or let through by an editor."""


def edited(comment: Comment) -> None:
    """The words of a comment that others read have changed."""


def answered(question: Comment) -> None:
    """A question has got its answer, `question.answer`; or has lost it, which is then None."""
