"""The site's addresses, and some that fail in every way, so that a browser can look at the pages for it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.csrf import csrf_failure


def refuse(request: HttpRequest) -> HttpResponse:
    """A page that this visitor may not see."""
    raise PermissionDenied


def suspect(request: HttpRequest) -> HttpResponse:
    """A request that makes no sense."""
    raise SuspiciousOperation


def fail(request: HttpRequest) -> HttpResponse:
    """A fault of the site."""
    raise ZeroDivisionError


urlpatterns = [
    path("fault/400/", suspect),
    path("fault/403/", refuse),
    path("fault/form/", csrf_failure),
    path("fault/500/", fail),
    path("", include("gateway.urls")),
]
