"""Parts of pages that htmx requests for an update in place."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers


def wants_part(request: HttpRequest) -> bool:
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request


def vary_on_htmx[Answer: HttpResponseBase](response: Answer) -> Answer:
    """Mark the response as different for htmx, so that the Back button never shows part of a page."""
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response
