"""Limits on new drafts, forms with files and searches, on every page.

The limits apply by default, to files in any form and to words in any search box; only URLs that make a draft are named
by their app. A visitor who is not logged in cannot send files or make drafts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.auth.suspension import SAFE_METHODS
from accounts.rate_limits.limiter import is_allowed, too_many_requests

DRAFTS_RATE = "60/d/user"
UPLOADS_RATE = "200/d/user"
"""The limit of forms with files, each of which may hold several."""
SEARCHES_RATE = "120/m/user"
"""Suggestions during typing and the lists of the admin do not count: they cost one query."""
DRAFT_URL_NAMES: set[str] = set()


def register_draft_urls(*names: str) -> None:
    """Count each form that is sent to these URL names as a new draft."""
    DRAFT_URL_NAMES.update(names)


class UseLimitsMiddleware:
    """Middleware that answers 429 to a member who exceeds one of these limits."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse before the view is called, so that no view can forget to check."""
        counted = list(list_counted_actions(request))
        if not counted or not request.user.is_authenticated:
            return None
        if all(is_allowed(request, action, rate) for action, rate in counted):
            return None
        return too_many_requests(request)


def list_counted_actions(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Yield the actions that a request counts as, each with its rate."""
    match = request.resolver_match
    if request.method in SAFE_METHODS:
        is_free = match is None or match.url_name == "suggest" or match.namespace == "admin"
        if request.GET.get("q", "").strip() and not is_free:
            yield "search", SEARCHES_RATE
        return
    if match and match.view_name in DRAFT_URL_NAMES:
        yield "draft", DRAFTS_RATE
    if request.FILES:
        yield "upload", UPLOADS_RATE
