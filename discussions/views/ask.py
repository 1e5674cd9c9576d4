"""The steps to a question to the community: choose a focus area, see similar questions, then write it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from discussions.questions.lists import LATEST_LIST
from discussions.questions.similar import find_similar_questions
from gateway.catalogue.facets import get_current_index
from gateway.catalogue.page_cache import shared_if_unchanged
from gateway.catalogue.text.characters import strip_invisible
from gateway.catalogue.views.page import Page

TITLE = "Ask the community"
INTRODUCTION = (
    "Ask people in other schools and settings what they have tried. "
    "To ask about one resource or practice example, go to its own page instead."
)
MAX_QUERY_LENGTH = 200


@shared_if_unchanged
@require_safe
def ask_community(request: HttpRequest) -> HttpResponse:
    """Ask what the question is about, show similar ones, and link to the form."""
    areas = get_current_index().vocabularies["focus"]
    area = areas.by_slug.get(request.GET.get("focus", ""))
    words = strip_invisible(request.GET.get("q", "").replace("\0", ""))[:MAX_QUERY_LENGTH].strip()
    trail = [(LATEST_LIST.title, reverse("discussions:questions"))]
    context = {
        "page": Page(request, TITLE, INTRODUCTION, "questions", trail=trail, noindex=bool(request.GET)),
        "lead": INTRODUCTION,
        "areas": areas.terms,
        "area": area,
        "words": words,
        "misses_area": bool(words) and area is None,
        "is_ready": bool(words and area),
        "similar": find_similar_questions(words, area.key) if words and area else [],
        "write_url": get_form_url(area.slug, words) if area else "",
    }
    return render(request, "discussions/ask-community.html", context)


def get_form_url(slug: str, words: str) -> str:
    """Return the address of the form for a question on a focus area, which begins with these words."""
    address = reverse("discussions:ask", args=[slug])
    return f"{address}?{urlencode({'text': words, 'seen': 'yes'})}" if words else address
