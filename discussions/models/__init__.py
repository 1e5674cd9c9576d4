"""What people say about items, and what keeps it safe."""

from discussions.models.comment import (
    EDITABLE_FOR,
    LONGEST,
    PLACEHOLDERS,
    STEPS,
    TOP_HEADING,
    Comment,
    CommentQuerySet,
    State,
)  # fmt: skip
from discussions.models.comment_details import (
    Contribution,
    DiscussionVisit,
    FormerText,
    HelpfulVote,
    Mention,
    PendingEdit,
)
from discussions.models.decision import AGAINST, FOR, QUIET, Act, Appeal, ModerationDecision, NotChanged
from discussions.models.follow import Follow
from discussions.models.happening import PERSONAL, Happening, Kind
from discussions.models.indexed_question import IndexedQuestion
from discussions.models.question_index import index_questions
from discussions.models.report import Report
from discussions.models.rules import LinkRule, ReasonTemplate, WordRule

__all__ = [
    "AGAINST",
    "EDITABLE_FOR",
    "FOR",
    "LONGEST",
    "PERSONAL",
    "PLACEHOLDERS",
    "QUIET",
    "STEPS",
    "TOP_HEADING",
    "Act",
    "Appeal",
    "Comment",
    "CommentQuerySet",
    "Contribution",
    "DiscussionVisit",
    "Follow",
    "FormerText",
    "Happening",
    "HelpfulVote",
    "IndexedQuestion",
    "Kind",
    "LinkRule",
    "Mention",
    "ModerationDecision",
    "NotChanged",
    "PendingEdit",
    "ReasonTemplate",
    "Report",
    "State",
    "WordRule",
    "index_questions",
]
