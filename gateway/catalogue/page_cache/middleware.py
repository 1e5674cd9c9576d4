"""The decision about every answer: shared between anonymous visitors or closed, and sent again if it was kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from gateway.catalogue.facets.freshness import index_waiting_words, known_mark
from gateway.catalogue.page_cache.decorators import close, is_anonymous, may_be_shared, open_to_all
from gateway.catalogue.page_cache.hit_counts import count_again, counted_by
from gateway.catalogue.page_cache.store import KeptAnswer, find, keep, place_of
from gateway.catalogue.page_cache.version import Version, version_now


class Asked:
    """What is known of a request while it is answered."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.is_shared = self.asks_each_time = False
        self.is_anonymous = is_anonymous(request)
        self.place = place_of(request) if self.is_anonymous and settings.KEEP_ANSWERS else ""
        self.version: Version | None = None

    def take_version(self) -> None:
        """Ask once for the version of the content, so that the facet index need not ask again."""
        if self.place and self.version is None:
            self.version = version_now()
            if self.version and index_waiting_words(self.version.mark):
                self.version = version_now()
            known_mark.set(self.version and self.version.mark)

    def kept_answer(self) -> KeptAnswer | None:
        """Return the answer kept for this request, if it is still current."""
        kept = find(self.place) if self.place else None
        if kept is None:
            return None
        self.take_version()
        return kept if self.version and kept.version == str(self.version) else None


class AnswerMiddleware:
    """Middleware outside sessions, tokens and messages: it sees the cookies they set, and is fast without them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return a kept answer, or a new one with headers that say who may keep it."""
        asked = request._asked = Asked(request)  # type: ignore[attr-defined]
        token = known_mark.set(None)
        try:
            kept = asked.kept_answer()
            return self.given_again(request, kept) if kept else self.made(asked)
        finally:
            known_mark.reset(token)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Record whether the view is shared, and the version of the content that it is about to show."""
        asked: Asked = request._asked  # type: ignore[attr-defined]
        asked.is_shared = getattr(view, "is_shared", False)
        asked.asks_each_time = getattr(view, "asks_each_time", False)
        if asked.is_shared:
            asked.take_version()

    def given_again(self, request: HttpRequest, kept: KeptAnswer) -> HttpResponse:
        """Return a kept answer, counted like a new one, or 304 if the visitor has it."""
        request.user = AnonymousUser()
        count_again(request, kept.counted)
        return unless_known(request, kept.response())

    def made(self, asked: Asked) -> HttpResponse:
        """Return a new answer, and keep it if it may be shared."""
        request = asked.request
        response = self.get_response(request)
        if asked.is_shared:
            patch_vary_headers(response, ["Cookie"])
        if not (asked.is_shared and asked.is_anonymous and may_be_shared(request, response)):
            close(response)
            return response
        counted = counted_by(request)
        open_to_all(response, asks_each_time=bool(counted) or asked.asks_each_time)
        if asked.version and request.method == "GET":
            keep(asked.place, str(asked.version), response, counted)
        return unless_known(request, response)


def unless_known(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer, or 304 if the visitor already has it."""
    conditional = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return conditional or response
