"""Comments, follows, reports, editors' decisions and rules."""

from discussions.models.activity import PERSONAL_KINDS, Activity, Kind
from discussions.models.comment import (
    MAX_COMMENT_LENGTH,
    NEXT_STATES,
    PLACEHOLDERS,
    TOP_HEADING_LEVEL,
    UNMARKED_EDIT_PERIOD,
    Comment,
    CommentQuerySet,
    State,
)
from discussions.models.comment_details import (
    Contribution,
    DiscussionVisit,
    FormerText,
    HelpfulVote,
    Mention,
    PendingEdit,
)
from discussions.models.decision import (
    ADVERSE_ACTS,
    FAVOURABLE_ACTS,
    UNNOTIFIED_ACTS,
    Act,
    Appeal,
    ChangeNotAllowed,
    ModerationDecision,
)
from discussions.models.follow import Follow
from discussions.models.indexed_question import IndexedQuestion
from discussions.models.question_index import index_questions
from discussions.models.report import Report
from discussions.models.rules import LinkRule, ReasonTemplate, WordRule

__all__ = [
    "ADVERSE_ACTS",
    "FAVOURABLE_ACTS",
    "MAX_COMMENT_LENGTH",
    "NEXT_STATES",
    "PERSONAL_KINDS",
    "PLACEHOLDERS",
    "TOP_HEADING_LEVEL",
    "UNMARKED_EDIT_PERIOD",
    "UNNOTIFIED_ACTS",
    "Act",
    "Activity",
    "Appeal",
    "ChangeNotAllowed",
    "Comment",
    "CommentQuerySet",
    "Contribution",
    "DiscussionVisit",
    "Follow",
    "FormerText",
    "HelpfulVote",
    "IndexedQuestion",
    "Kind",
    "LinkRule",
    "Mention",
    "ModerationDecision",
    "PendingEdit",
    "ReasonTemplate",
    "Report",
    "State",
    "WordRule",
    "index_questions",
]
