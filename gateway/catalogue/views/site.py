"""Pages for machines and those that never change: errors, robots, security contact, about."""

from __future__ import annotations

import sys
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views import defaults
from django.views.decorators.http import require_safe

from accounts.addresses.site_address import build_absolute_url
from gateway.catalogue.page_cache import shared
from gateway.catalogue.views.page import SITE_DESCRIPTION, Page

ICON_SIDES = (192, 512)
"""Pixels of the icons for a home screen."""
THEME_COLOUR = "#0d3b45"
RETRY_AFTER_SECONDS = 30
"""The time after which a database that restarts should answer again."""


def server_error(request: HttpRequest) -> HttpResponse:
    """Return 503 with Retry-After if the database does not answer, and otherwise 500.

    Django calls it while handling the exception, whether that was in a view or around it. Neither page needs a
    database, a list of static files or a context.
    """
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})
    return defaults.server_error(request)


@shared
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Return what crawlers may read: all but the admin, accounts and the endless combinations of filters."""
    lines = [
        "User-agent: *",
        "Disallow: /manage/",
        "Disallow: /accounts/",
        "Disallow: /reading/",
        "Disallow: /*?",
        "Allow: /feeds/",
        "Allow: /events/calendar.ics",
        f"Sitemap: {build_absolute_url(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@shared
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Return where to report a vulnerability (RFC 9116)."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {(today + timedelta(days=180)).isoformat()}",
        "Preferred-Languages: en",
        f"Canonical: {build_absolute_url(request.path)}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@shared
@require_safe
def web_manifest(request: HttpRequest) -> HttpResponse:
    """Return how the site looks when it is kept on the home screen of a phone (W3C Web Application Manifest)."""
    icons = [
        {"src": static(f"icons/icon-{side}.png"), "sizes": f"{side}x{side}", "type": "image/png"} for side in ICON_SIDES
    ]
    manifest = {
        "id": "/",
        "name": "SEND Gateway",
        "short_name": "SEND Gateway",
        "description": SITE_DESCRIPTION,
        "lang": "en-GB",
        "start_url": reverse("home"),
        "display": "minimal-ui",
        "theme_color": THEME_COLOUR,
        "background_color": THEME_COLOUR,
        "icons": icons,
    }
    return JsonResponse(manifest, content_type="application/manifest+json")


@shared
@require_safe
def icon(request: HttpRequest, name: str) -> HttpResponse:
    """Redirect from an address at which browsers look for an icon unasked."""
    return HttpResponseRedirect(static(name))


@shared
@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Redirect password managers to the page (W3C, A Well-Known URL for Changing Passwords)."""
    return HttpResponseRedirect(reverse("account_change_password"))


@shared
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "about.html",
        {"page": Page(request, "About the Gateway", "What the SEND Gateway is, and who for.")},
    )


@shared
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    description = "How accessible the SEND Gateway is, how we test it, and how to tell us about a problem."
    return render(request, "accessibility.html", {"page": Page(request, "Accessibility statement", description)})
