"""The lists of questions and comments."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from discussions.questions.listing import QuestionListing, get_ignored_groups
from discussions.questions.lists import LATEST_LIST, OWN_LIST, QuestionList, find_questions
from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.filters import Filters, read_filters, shorten_value
from gateway.catalogue.page_cache import shared_if_unchanged
from gateway.catalogue.text.search_query import MAX_QUERY_LENGTH
from gateway.catalogue.views.browse import HtmxRequest, render_results
from gateway.catalogue.views.page import Page

MAX_QUESTIONS_BESIDE = 3


@shared_if_unchanged
@require_safe
def questions(request: HtmxRequest, listed: QuestionList = LATEST_LIST) -> HttpResponse:
    index = get_current_index()
    filters, notices = read_filters(request.GET, index, apart_from=get_ignored_groups())
    finding = find_questions(index, listed, replace(filters, sort=""), request.user)
    listing = QuestionListing(finding, listed, notices)
    title = "" if listed is LATEST_LIST else listed.title
    page = replace(
        Page(request, listed.title, listed.introduction, "questions", feed_url=listing.feed_url),
        noindex=listing.is_filtered or listing.page_number > 1 or listed is OWN_LIST,
        number=listing.page_number,
        head=listing.make_title(title) or listed.title,
        trail=[] if listed is LATEST_LIST else [(LATEST_LIST.title, reverse("discussions:questions"))],
    )
    heading = listing.make_heading(title) or listed.title
    context = {"page": page, "heading": heading, "listed": listed, "found": listing}
    return render_results(request, "discussions/questions.html", context)


@shared_if_unchanged
@require_safe
def similar_questions(request: HtmxRequest) -> HttpResponse:
    """Show the few questions that match a search best, beside its results."""
    filters = Filters(words=shorten_value(request.GET.get("q", ""), MAX_QUERY_LENGTH).strip())
    finding = find_questions(get_current_index(), LATEST_LIST, filters, request.user) if filters.words else None
    context = {
        "questions": finding.items[:MAX_QUESTIONS_BESIDE] if finding else [],
        "count": finding.count if finding else 0,
        "url": filters.build_url(reverse("discussions:questions")),
        "words": filters.words,
    }
    return render(request, "discussions/matching-questions.html", context)


@never_cache
@login_required
def my_questions(request: HtmxRequest) -> HttpResponse:
    """List what the visitor has asked or replied to."""
    return questions(request, OWN_LIST)
