"""The community rules and the terms of use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gateway.catalogue.views.page import Page


@require_safe
def community_rules(request: HttpRequest) -> HttpResponse:
    """Show what may be posted, how it is moderated, and how to appeal."""
    page = Page(
        request, "Community rules", "What you can post on the SEND Gateway, how to report posts and how editors decide."
    )
    return render(request, "discussions/moderation/community-rules.html", {"page": page})


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Show the terms of use, a template for the organisation that runs a Gateway."""
    page = Page(request, "Terms of use", "What you and the people who run the SEND Gateway can expect of each other.")
    return render(request, "discussions/moderation/terms-of-use.html", {"page": page})
