"""Pages about the visitor."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import reading

LONGEST_ADDRESS = 2_000


@never_cache
@require_safe
def reading_settings(request: HttpRequest) -> HttpResponse:
    """Shows the reading settings; with a choice in the address, keeps it and goes back to where the visitor was."""
    if not reading.CHOICES.keys() & request.GET.keys():
        return render(request, "reading.html", {"next": safe_next(request), "page": head(request)})
    response: HttpResponse = HttpResponseRedirect(safe_next(request) or reverse("reading"))
    cookie = reading.chosen(request.GET.dict()).cookie
    response.set_cookie(
        reading.COOKIE, cookie, max_age=reading.YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True,
        samesite="Lax",
    )  # fmt: skip
    return response


def head(request: HttpRequest) -> dict[str, Any]:
    """What the page says of itself, as every page does (a floor above has the class for it)."""
    return {
        "head_title": "Reading settings",
        "description": "Choose text size, spacing, font and colours for reading the SEND Gateway.",
        "canonical": request.build_absolute_uri(request.path),
        "breadcrumbs": [{"label": "Home", "url": "/"}, {"label": "Reading settings"}],
        "noindex": True,
    }


def safe_next(request: HttpRequest) -> str:
    """Where the visitor came from, if that is a page of this site."""
    address = request.GET.get("next", "")
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours and len(address) <= LONGEST_ADDRESS else ""
