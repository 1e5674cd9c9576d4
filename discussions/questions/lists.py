"""The lists at `/discussions/`: latest, unanswered and answered questions, the visitor's own, and latest comments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.expressions import Combinable

from accounts.blocking import get_hidden_people
from discussions.discussed_items import get_discussed_items
from discussions.models import Comment, CommentQuerySet, State
from discussions.questions.finder import QuestionFinding, make_weights
from discussions.questions.search import filter_by_words, rank_questions
from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.facets.filters import Filters


@dataclass(frozen=True)
class QuestionList:
    """A list. `number` is how many of its rows are on an item, computed from the item's own counters."""

    name: str
    label: str
    title: str
    introduction: str
    narrow: Callable[[CommentQuerySet], CommentQuerySet]
    number: Combinable | None
    one: str = "question"


LATEST_LIST = QuestionList(
    name="questions",
    label="Latest questions",
    title="Questions and discussion",
    introduction="Questions about practice examples, publications and focus areas. "
    "If you have tried something, you can answer.",
    narrow=CommentQuerySet.questions,
    number=F("question_count"),
)
UNANSWERED_LIST = QuestionList(
    name="unanswered",
    label="Unanswered",
    title="Unanswered questions",
    introduction="Questions that nobody has answered yet, newest first. You may know the answer.",
    narrow=CommentQuerySet.unanswered,
    number=F("unanswered_count"),
)
ANSWERED_LIST = QuestionList(
    name="answered",
    label="Answered",
    title="Answered questions",
    introduction="Questions with an answer. The person who asked, or the author, marked the reply that helped.",
    narrow=CommentQuerySet.answered,
    number=F("question_count") - F("unanswered_count"),
)
OWN_LIST = QuestionList(
    name="mine",
    label="Yours",
    title="Your questions and answers",
    introduction="Questions you have asked or replied to.",
    narrow=CommentQuerySet.questions,
    number=None,
)
COMMENTS_LIST = QuestionList(
    name="comments",
    label="Latest comments",
    title="Latest comments",
    introduction="All questions, replies and comments, newest first.",
    narrow=CommentQuerySet.all,
    number=F("comment_count"),
    one="comment",
)
LISTS = (LATEST_LIST, UNANSWERED_LIST, ANSWERED_LIST, OWN_LIST, COMMENTS_LIST)


def find_questions(index: FacetIndex, listed: QuestionList, filters: Filters, user: Any) -> QuestionFinding:
    """Return the questions of a list that match the filters and that the user may read."""
    hidden = get_hidden_people(user)
    questions = listed.narrow(get_own_questions(user) if listed is OWN_LIST else Comment.objects.public())
    if hidden:
        questions = questions.exclude(author__in=hidden)
    ranking = None if listed is COMMENTS_LIST else rank_questions(filters.words)
    questions = filter_by_words(questions, filters.words) if ranking is None else questions.filter(pk__in=ranking)
    if listed.number is None or filters.words or hidden:
        weights = make_weights(index, count_by_place(questions))
    else:
        weights = make_weights(index, [*count_on_items(listed.number), *count_by_place(questions.filter(item=None))])
    return QuestionFinding(index, filters, {}, questions=questions, weights=weights, ranking=ranking, reader=user)


def get_own_questions(user: Any) -> CommentQuerySet:
    """Return what a user began, even if it waits for an editor, or has replied to."""
    replied = Comment.objects.filter(root=OuterRef("pk"), author=user, state=State.VISIBLE)
    own = Q(author=user, state__in=[State.VISIBLE, State.HELD])
    return Comment.objects.in_open_discussions().filter(own | Q(Exists(replied), state=State.VISIBLE))


def count_by_place(questions: CommentQuerySet) -> Any:
    """Return the number of questions by item and focus area, in rows for `make_weights`."""
    return questions.order_by().values_list("item_id", "focus_area_id").annotate(number=Count("pk"))


def count_on_items(number: Combinable) -> Any:
    """Return the same rows from the counters of items, at a cost independent of the number of comments."""
    items = get_discussed_items().filter(last_activity_at__isnull=False).order_by()
    return ((pk, None, n) for pk, n in items.annotate(number=number).values_list("pk", "number"))
