"""The editors' queue: waiting cases with their context and the buttons to decide. It is 404 for others."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.auth.second_factor import second_factor_required
from accounts.views.account import get_person
from discussions.models import Appeal, Comment, ReasonTemplate
from discussions.moderation import appeals
from discussions.moderation.decisions import (
    DecidedMeanwhile,
    DecisionNotAllowed,
    decide_on_comment,
    decide_on_member,
    decide_on_message,
)
from discussions.moderation.forms import MEMBER_ACTS, AppealDecisionForm, DecisionForm
from discussions.moderation.member_keys import get_member_by_key
from discussions.moderation.queue import (
    APPEAL_CASE,
    COMMENT_CASE,
    MEMBER_CASE,
    MESSAGE_CASE,
    Case,
    build_case,
    build_cases,
    get_waiting_cases,
)
from gateway.catalogue.views.page import Page
from practice.models import SchoolMessage

CASES_PER_PAGE = 20
KIND_LABELS = {COMMENT_CASE: "Posts", MEMBER_CASE: "Members", MESSAGE_CASE: "Messages", APPEAL_CASE: "Appeals"}
ALREADY_DECIDED_MESSAGE = (
    "Your decision was not saved. Another editor has just decided this, or it has changed. This is how it is now."
)
type View = Callable[..., HttpResponse]


def editor_required(view: View) -> View:
    """Restrict a view to editors with a second factor. It is 404 for everyone else."""

    @never_cache
    @second_factor_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_editor):
            raise Http404
        return view(request, *args, **kwargs)

    return wrapper


def make_page(request: HttpRequest, title: str, *, inside: bool = True) -> Page:
    trail = [("Waiting for editors", reverse("discussions:moderation"))] if inside else []
    return Page(request, title, "Cases waiting for an editor.", "discussions", trail=trail, noindex=True)


@editor_required
def queue(request: HttpRequest) -> HttpResponse:
    """List the waiting cases, urgent ones first, then the longest waiting."""
    kind = request.GET.get("kind", "")
    found = get_waiting_cases([kind] if kind in KIND_LABELS else list(KIND_LABELS))
    page = Paginator(found, CASES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": make_page(request, "Waiting for editors", inside=False),
        "found": page,
        "query": f"kind={kind}&" if kind in KIND_LABELS else "",
        "kind": kind,
        "kinds": KIND_LABELS.items(),
        **build_cases_context(request, build_cases(page)),
    }
    return render(request, "discussions/moderation/queue.html", context)


def build_cases_context(request: HttpRequest, made: list[Case]) -> dict[str, Any]:
    acts = [each for each in MEMBER_ACTS if each[0] != "lift"]
    return {"cases": made, "templates": list(ReasonTemplate.objects.all()), "member_acts": acts, "editor": request.user}


@editor_required
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Comment, pk=pk)
    return show_or_decide_case(request, COMMENT_CASE, found, decide_on_comment)


@editor_required
def member(request: HttpRequest, key: str) -> HttpResponse:
    return show_or_decide_case(request, MEMBER_CASE, get_member_by_key(key), decide_on_member)


@editor_required
def message(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Show one message to a school, only if it has been reported."""
    found = get_object_or_404(SchoolMessage.objects.filter(reports__isnull=False).distinct(), reference=reference)
    return show_or_decide_case(request, MESSAGE_CASE, found, decide_on_message)


def show_or_decide_case(request: HttpRequest, kind: str, thing: Any, decide: Callable[..., Any]) -> HttpResponse:
    """Show the page of one case, or decide it."""
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return save_decision(
            request, lambda: decide(thing, get_person(request), form.ruling, form.cleaned_data["seen"])
        )
    made = build_case(kind, thing.pk)
    if made is None:
        raise Http404
    latest = Comment.objects.filter(author=made.member).order_by("-created_at")[:10] if made.member else []
    context = {"page": make_page(request, str(thing) if kind != MEMBER_CASE else thing.public_name), "form": form}
    return render(
        request,
        "discussions/moderation/case-page.html",
        {**context, **build_cases_context(request, [made]), "latest": latest},
    )


@editor_required
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Appeal.objects.select_related("decision", "by"), pk=pk)
    form = AppealDecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        follow, words = form.cleaned_data["follow"], form.cleaned_data["words"]
        return save_decision(
            request, lambda: appeals.decide_appeal(found, get_person(request), follow=follow, reason=words)
        )
    made = build_case(APPEAL_CASE, found.pk)
    context = {"page": make_page(request, "An appeal"), "form": form}
    return render(
        request,
        "discussions/moderation/case-page.html",
        {**context, **build_cases_context(request, [made] if made else [])},
    )


def save_decision(request: HttpRequest, decide: Callable[[], Any]) -> HttpResponse:
    """Carry out a decision and report it, or say why it was not carried out."""
    try:
        decide()
    except DecidedMeanwhile:
        messages.warning(request, ALREADY_DECIDED_MESSAGE)
        return redirect(request.path)
    except DecisionNotAllowed as refusal:
        messages.warning(request, str(refusal))
        return redirect(request.path)
    messages.success(request, "We have saved your decision. We will email everyone it affects.")
    return redirect("discussions:moderation")
