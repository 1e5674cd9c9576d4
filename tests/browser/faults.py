"""The site's URLconf with views that fail in every way, so that a browser can test the error pages."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.csrf import csrf_failure


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspect(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation


def fail(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


urlpatterns = [
    path("fault/400/", suspect),
    path("fault/403/", refuse),
    path("fault/form/", csrf_failure),
    path("fault/500/", fail),
    path("", include("gateway.urls")),
]
