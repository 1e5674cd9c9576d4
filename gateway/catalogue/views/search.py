"""Aids to searching: suggestions while typing, and the description by which browsers add the search."""

from __future__ import annotations

import time

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.addresses.site_address import build_absolute_url
from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.filters import shorten_value
from gateway.catalogue.page_cache import shared
from gateway.catalogue.search.suggestions import MAX_QUERY_LENGTH, make_suggestions
from gateway.catalogue.text.tokens import compose_accents


@shared
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Render suggestions for a visitor who is typing, as the list beneath the search box."""
    text = shorten_value(compose_accents(request.GET.get("q", "")[: 2 * MAX_QUERY_LENGTH]), MAX_QUERY_LENGTH)
    found = make_suggestions(get_current_index(), text, time.time())
    return render(request, "catalogue/search-suggestions.html", {"suggestions": found, "text": text.strip()})


@shared
@require_safe
def open_search(request: HttpRequest) -> HttpResponse:
    """Render the description by which browsers can add the search (OpenSearch 1.1)."""
    browse = build_absolute_url(reverse("browse"))
    return render(
        request, "catalogue/opensearch.xml", {"browse": browse}, content_type="application/opensearchdescription+xml"
    )
