"""Questions on pages of the catalogue, which does not know of discussions."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from accounts.blocking import build_hidden_condition
from discussions.models import Comment, CommentQuerySet
from discussions.questions.finder import build_filter_condition
from discussions.questions.listing import get_list_url
from discussions.questions.lists import UNANSWERED_LIST
from discussions.questions.similar import find_similar_questions
from discussions.threads.cards import make_question_cards
from gateway.catalogue.facets.filters import Filters
from gateway.catalogue.finder.listing import Listing

MAX_QUESTIONS_SHOWN = 4
MAX_QUESTIONS_ABOUT_ITEM = 20
NEWEST_FIRST_ORDER = ("-created_at", "-pk")

register = Library()


def get_unanswered_questions(user: Any) -> CommentQuerySet:
    """Return the unanswered questions that the visitor may read, the newest first."""
    return (
        Comment.objects.public()
        .unanswered()
        .exclude(build_hidden_condition(user, "author"))
        .order_by(*NEWEST_FIRST_ORDER)
    )


@register.inclusion_tag("discussions/home-questions.html", takes_context=True)
def waiting_questions(context: Context) -> dict[str, Any]:
    """Render a few unanswered questions, and the link to ask one."""
    return {"questions": make_question_cards(get_unanswered_questions(context.get("user"))[:MAX_QUESTIONS_SHOWN])}


@register.inclusion_tag("discussions/focus-area-questions.html")
def question_shelf(found: Listing, area: Any, user: Any) -> dict[str, Any]:
    """Render unanswered questions about a focus area, directly or through items that match the filters."""
    finding = found.finding
    chosen = {**finding.fixed, **finding.filters.chosen}
    keys = {name: [term.key for term in terms] for name, terms in chosen.items()}
    questions = get_unanswered_questions(user).filter(build_filter_condition(finding.index, keys))
    return {
        "area": area,
        "count": questions.count(),
        "questions": make_question_cards(questions[:MAX_QUESTIONS_SHOWN]),
        "url": Filters(chosen).build_url(get_list_url(UNANSWERED_LIST)),
    }


@register.inclusion_tag("discussions/item-questions.html")
def item_questions(item: Any) -> dict[str, Any]:
    """Render the unanswered questions about an item, for those who moderate its discussion."""
    questions = Comment.objects.public().unanswered().filter(item=item.pk).order_by(*NEWEST_FIRST_ORDER)
    return {"item": item, "questions": make_question_cards(questions[:MAX_QUESTIONS_ABOUT_ITEM])}


@register.inclusion_tag("discussions/similar-questions.html")
def similar_questions(area: Any, form: Any) -> dict[str, Any]:
    """Render questions similar to the one in a form, without those that the page has shown before."""
    text, seen = (str(form[name].value() or "") for name in ("text", "seen"))
    return {"questions": find_similar_questions(text, area.pk, seen)}
