from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import display_settings
from accounts.addresses.redirects import get_safe_next, redirect_back
from accounts.addresses.site_address import build_absolute_url


@never_cache
@require_safe
def reading_settings(request: HttpRequest) -> HttpResponse:
    """Show the display settings, or save those in the query string and redirect back."""
    if not display_settings.SETTING_CHOICES.keys() & request.GET.keys():
        return render(
            request,
            "accounts/reading-settings.html",
            {"next": get_safe_next(request), "page": build_page_head(request)},
        )
    response = redirect_back(request, "reading")
    cookie = display_settings.read_settings(request.GET.dict()).cookie
    response.set_cookie(
        display_settings.COOKIE_NAME,
        cookie,
        max_age=display_settings.COOKIE_AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def build_page_head(request: HttpRequest) -> dict[str, Any]:
    """Return the page's metadata as a dictionary: the class for it belongs to an app above this one."""
    return {
        "head_title": "Reading settings",
        "description": "Choose text size, spacing, font and colours for reading the SEND Gateway.",
        "canonical": build_absolute_url(request.path),
        "breadcrumbs": [{"label": "Home", "url": "/"}, {"label": "Reading settings"}],
        "noindex": True,
    }
