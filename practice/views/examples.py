"""The public pages of practice examples."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.auth.suspension import refuse_suspended_users
from gateway.catalogue.facets import FacetIndex, get_current_index
from gateway.catalogue.items.cards import get_cards
from gateway.catalogue.items.term_links import make_term_links
from gateway.catalogue.models import FormerSlug, Kind, SavedItem, Status
from gateway.catalogue.page_cache import shared_if_unchanged
from gateway.catalogue.views.browse import redirect_permanently
from gateway.catalogue.views.page import Page
from practice.examples.drafts import TooManyDrafts, adapt_example
from practice.examples.presentation import (
    build_address,
    build_article_data,
    build_mail_link,
    build_story,
    format_citation,
    get_author_name,
    get_key_facts,
    get_source_host,
)
from practice.examples.related import find_related_publications, find_similar_examples, get_school_profile
from practice.forms.share import read_form_key
from practice.models import PracticeExample
from practice.schools.map import get_map_point

MAX_ADAPTATIONS = 10
PRACTICE_CRUMB = (Kind.PRACTICE.plural, "practice")
TOO_MANY_DRAFTS_MESSAGE = "You have too many drafts. Finish or delete one first."


@shared_if_unchanged
@require_safe
def example(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an example, or redirect from a former slug; drafts only to those who may see them."""
    theirs = PracticeExample.objects.editable_by(request.user).filter(pk=OuterRef("pk"))
    visible = PracticeExample.objects.visible_to(request.user).annotate(
        is_editable=Exists(theirs), is_saved=SavedItem.saved_by(request.user)
    )
    example = visible.select_related("school", "created_by", "adapted_from").filter(slug=slug).first()
    if example is None:
        moved = get_object_or_404(visible, pk=FormerSlug.objects.find_owner("item", slug))
        return redirect_permanently(request, moved.get_absolute_url())
    index = get_current_index()
    context = {
        "page": build_page(request, example),
        **build_example_context(example, index),
        **build_related_context(request, example, index),
        "citation": format_citation(example),
        "mail_link": build_mail_link(example),
        "form_key": uuid.uuid4(),
        "is_author": request.user.is_authenticated and example.created_by_id == request.user.pk,
    }
    return render(request, "practice/example.html", context)


def build_page(request: HttpRequest, example: PracticeExample) -> Page:
    return Page(
        request,
        example.title,
        example.summary,
        "practice",
        trail=[(PRACTICE_CRUMB[0], reverse(PRACTICE_CRUMB[1]))],
        things=[build_article_data(example)] if example.is_public else [],
        noindex=not example.is_public or example.is_sample,
    )


def build_example_context(example: PracticeExample, index: FacetIndex) -> dict[str, Any]:
    """Return the context of the example itself, for its page, its preview and its review."""
    files = list(example.files.all())
    return {
        "example": example,
        "pictures": [file for file in files if file.is_image],
        "documents": [file for file in files if not file.is_image],
        "author": get_author_name(example),
        "host": get_source_host(example),
        "glance": get_key_facts(example),
        "story": build_story(example),
        "taxonomy": make_term_links(example, index),
        "spot": get_map_point(example.school),
    }


def build_related_context(request: HttpRequest, example: PracticeExample, index: FacetIndex) -> dict[str, Any]:
    """Return what is related to a public example: similar examples, publications and adaptations."""
    if not example.is_public:
        return {}
    like = get_school_profile(index, request.user)
    alike = find_similar_examples(index, example, like)
    related = find_related_publications(index, example)
    found = {card.pk: card for card in get_cards(index, [*alike, *related])}
    adaptations = PracticeExample.objects.public().filter(adapted_from=example).select_related("school")
    return {
        "is_like_theirs": like is not None,
        "similar": [found[pk] for pk in alike if pk in found],
        "related": [found[pk] for pk in related if pk in found],
        "adaptations": adaptations.order_by("-published_at")[:MAX_ADAPTATIONS],
    }


@login_required
@refuse_suspended_users
@require_http_methods(["GET", "HEAD", "POST"])
def tried_too(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, then start a draft that adapts this example."""
    original = get_object_or_404(PracticeExample.objects.public(), slug=slug)
    if request.method != "POST":
        page = Page(request, "We tried this too", "Share what you made of an example.", "practice", noindex=True)
        context = {"page": page, "example": original, "form_key": uuid.uuid4()}
        return render(request, "practice/start-adaptation.html", context)
    try:
        draft = adapt_example(original, request.user, read_form_key(request.POST))
    except TooManyDrafts:
        messages.warning(request, TOO_MANY_DRAFTS_MESSAGE)
        return redirect("practice:share")
    return redirect("practice:share_step", draft.slug, "need")


@login_required
@require_safe
def certificate(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the author of a published example a certificate to print for their professional development record."""
    own = PracticeExample.objects.filter(created_by=request.user.pk, status=Status.PUBLISHED, revises=None)
    example = get_object_or_404(own.select_related("school"), slug=slug)
    page = Page(request, "Certificate", f"For sharing “{example.title}”.", "practice", noindex=True)
    context = {"page": page, "example": example, "author": request.user, "address": build_address(example)}
    return render(request, "practice/certificate.html", context)
