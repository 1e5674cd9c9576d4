"""Editors' decisions about the visitor, and the appeals against them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rate_limits.limiter import is_allowed, too_many_requests
from accounts.views.account import get_person
from discussions import rate_limits
from discussions.models import Appeal, ModerationDecision
from discussions.moderation.forms import AppealForm
from discussions.moderation.views.blocking import make_account_page

MAX_DECISIONS_SHOWN = 100


@never_cache
@login_required
@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    found = ModerationDecision.objects.shown_to(get_person(request)).select_related("appeal")[:MAX_DECISIONS_SHOWN]
    page = make_account_page(request, "What editors decided")
    return render(request, "discussions/moderation/decisions.html", {"page": page, "decisions": found})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, reference: uuid.UUID) -> HttpResponse:
    """Show a decision about the visitor, with a form to appeal once against an adverse one."""
    mine = ModerationDecision.objects.shown_to(get_person(request))
    decided = get_object_or_404(mine.select_related("comment", "message"), reference=reference)
    appeal = Appeal.objects.filter(decision=decided).select_related("answer").first()
    form = AppealForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (appeal or not decided.is_against):
        messages.warning(request, "You can only appeal once, against a decision that goes against you.")
        return redirect(decided)
    if form.is_valid():
        if not is_allowed(request, "appeal", rate_limits.APPEAL_RATE):
            return too_many_requests(request)
        values = {"by": get_person(request), "words": form.cleaned_data["words"]}
        Appeal.objects.get_or_create(decision=decided, defaults=values)
        messages.success(request, "We have sent your appeal to the editors. We will email you the outcome.")
        return redirect(decided)
    context = {"page": make_account_page(request, "A decision"), "decision": decided, "appeal": appeal, "form": form}
    return render(request, "discussions/moderation/decision.html", context)
