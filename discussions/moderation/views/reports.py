"""Reporting a post or a member, for members and visitors, including children and parents."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.auth.suspension import is_suspended
from accounts.models import User
from accounts.rate_limits.limiter import is_allowed, too_many_requests
from discussions import rate_limits
from discussions.models import Comment
from discussions.moderation import reports, spam
from discussions.moderation.forms import ReportForm
from discussions.moderation.member_keys import get_member_by_key, get_other_member_by_key, make_member_key
from gateway.catalogue.views.page import Page

DESCRIPTION = "Tell the editors of the SEND Gateway what is wrong."
require_page = require_http_methods(["GET", "HEAD", "POST"])


def make_page(request: HttpRequest, title: str) -> Page:
    return Page(request, title, DESCRIPTION, "discussions", noindex=True)


@never_cache
@require_page
def report_comment(request: HttpRequest, pk: int) -> HttpResponse:
    readable = Comment.objects.readable_by(request.user).select_related("author", "item", "focus_area")
    comment = get_object_or_404(readable, pk=pk)
    if comment.author_id is not None and comment.author_id == request.user.pk:
        raise Http404
    return handle_report(request, comment, "Report a post", {"comment": comment})


@never_cache
@require_page
def report_member(request: HttpRequest, key: str) -> HttpResponse:
    """Report a member for their name, their behaviour or who they claim to be."""
    member = get_other_member_by_key(key, request.user)
    return handle_report(request, member, "Report a member", {"member": member})


def handle_report(request: HttpRequest, thing: Comment | User, title: str, about: dict[str, Any]) -> HttpResponse:
    """Show the report form, save a report, or say that it is already known."""
    context = {"page": make_page(request, title), **about, "thing": thing}
    form = ReportForm(request.POST if request.method == "POST" else None, is_member=request.user.is_authenticated)
    if form.is_valid():
        if not may_report(request, form.cleaned_data["email"]):
            return too_many_requests(request)
        automated = bool(request.POST.get(spam.HONEYPOT_FIELD))
        is_new = reports.save_report(thing, request.user, form, looks_automated=automated)
        return redirect(get_received_url(thing) + ("" if is_new else "?known=1"))
    if reports.has_reported(request.user, thing):
        return render(request, "discussions/moderation/report-received.html", {**context, "is_known": True})
    return render(request, "discussions/moderation/report.html", {**context, "form": form})


def may_report(request: HttpRequest, email: str) -> bool:
    """Return whether another report may come from here, and its outcome be sent to this address."""
    rate = rate_limits.REPORT_RATE if request.user.is_authenticated else rate_limits.VISITOR_REPORT_RATE
    allowed = is_allowed(request, "report", rate_limits.SUSPENDED_REPORT_RATE if is_suspended(request.user) else rate)
    return allowed and (not email or is_allowed(request, "report_to", rate_limits.REPORT_RATE_PER_EMAIL, email))


def get_received_url(thing: Comment | User) -> str:
    if isinstance(thing, Comment):
        return reverse("discussions:reported", args=[thing.pk])
    return reverse("discussions:reported_member", args=[make_member_key(thing)])


@never_cache
@require_safe
def reported(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a report of a post, and explain what happens next."""
    comment = get_object_or_404(Comment.objects.readable_by(request.user), pk=pk)
    return render_thanks(request, {"comment": comment})


@never_cache
@require_safe
def reported_member(request: HttpRequest, key: str) -> HttpResponse:
    return render_thanks(request, {"member": get_member_by_key(key)})


def render_thanks(request: HttpRequest, about: dict[str, Any]) -> HttpResponse:
    context = {"page": make_page(request, "Thank you for telling us"), **about, "is_known": "known" in request.GET}
    return render(request, "discussions/moderation/report-received.html", context)
