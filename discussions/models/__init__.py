"""What people say about items."""

from discussions.models.beside import Contribution, DiscussionVisit, FormerText, HelpfulVote, Mention
from discussions.models.comment import EDITABLE_FOR, LONGEST, STEPS, Comment, CommentQuerySet, State

__all__ = [
    "EDITABLE_FOR",
    "LONGEST",
    "STEPS",
    "Comment",
    "CommentQuerySet",
    "Contribution",
    "DiscussionVisit",
    "FormerText",
    "HelpfulVote",
    "Mention",
    "State",
]
