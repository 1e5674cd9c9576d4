"""Parts of pages, which htmx asks for to put them in place."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page, to put in place."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request


def varied[Answer: HttpResponseBase](response: Answer) -> Answer:
    """The answer, marked as another one for htmx, so that the Back button shows no part of a page."""
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response
