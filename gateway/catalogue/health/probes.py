"""The probes /healthz and /readyz, answered under any name or number of the machine, with HTTPS or without."""

from __future__ import annotations

from collections.abc import Callable

from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gateway.catalogue.health.readiness import check_database, report

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


def make_plain_response(text: str, status: int = 200) -> HttpResponse:
    """Return an answer for a machine, which no cache keeps."""
    return HttpResponse(text, status=status, content_type="text/plain", headers=HEADERS)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Return 200 and “ok” while the site and its database answer, else 503, and reveal nothing more."""
    try:
        check_database()
    except DatabaseFault:
        return make_plain_response("the database does not answer\n", 503)
    return make_plain_response("ok\n")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Return a line for each part that the site needs.

    The status is 200 if all that a page needs is there and the background work continues, else 503.
    """
    faults = report.get_faults()
    text = "".join(f"{name}: {fault or 'ok'}\n" for name, fault in faults.items())
    return make_plain_response(text, 503 if any(faults.values()) else 200)


PROBES = {"/healthz": healthz, "/readyz": readyz}


class ProbeMiddleware:
    """Middleware that answers probes before any other.

    A load balancer calls a machine by its number, which is no name of the site.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return PROBES.get(request.path_info, self.get_response)(request)
