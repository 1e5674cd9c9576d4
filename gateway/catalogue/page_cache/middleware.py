"""Middleware that decides about every response: shared or private, and sent from the cache if it was stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from gateway.catalogue.facets.freshness import index_waiting_words, known_mark
from gateway.catalogue.page_cache.decorators import allow_shared_caching, forbid_caching, is_anonymous, may_be_shared
from gateway.catalogue.page_cache.hit_counts import get_hits, repeat_hits
from gateway.catalogue.page_cache.store import CachedResponse, find_response, make_key, store_response
from gateway.catalogue.page_cache.version import Version, get_version


class PageRequest:
    """What is known of a request while it is answered."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.is_shared = self.must_revalidate = False
        self.is_anonymous = is_anonymous(request)
        self.key = make_key(request) if self.is_anonymous and settings.KEEP_ANSWERS else ""
        self.version: Version | None = None

    def load_version(self) -> None:
        """Read the version of the content once, so that the facet index need not read it again."""
        if self.key and self.version is None:
            self.version = get_version()
            if self.version and index_waiting_words(self.version.mark):
                self.version = get_version()
            known_mark.set(self.version and self.version.mark)

    def get_cached_response(self) -> CachedResponse | None:
        """Return the response stored for this request, if it is still current."""
        cached = find_response(self.key) if self.key else None
        if cached is None:
            return None
        self.load_version()
        return cached if self.version and cached.version == str(self.version) else None


class PageCacheMiddleware:
    """Middleware outside sessions, tokens and messages: it sees the cookies they set, and is fast without them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return a cached response, or a new one with headers that say who may cache it."""
        page = request._page_request = PageRequest(request)  # type: ignore[attr-defined]
        token = known_mark.set(None)
        try:
            cached = page.get_cached_response()
            return self.resend(request, cached) if cached else self.make_response(page)
        finally:
            known_mark.reset(token)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Record whether the view is shared, and the version of the content that it is about to show."""
        page: PageRequest = request._page_request  # type: ignore[attr-defined]
        page.is_shared = getattr(view, "is_shared", False)
        page.must_revalidate = getattr(view, "must_revalidate", False)
        if page.is_shared:
            page.load_version()

    def resend(self, request: HttpRequest, cached: CachedResponse) -> HttpResponse:
        """Return a cached response, counted like a new one, or 304 if the visitor has it."""
        request.user = AnonymousUser()
        repeat_hits(request, cached.hits)
        return make_conditional(request, cached.make_response())

    def make_response(self, page: PageRequest) -> HttpResponse:
        """Return a new response, and store it if it may be shared."""
        request = page.request
        response = self.get_response(request)
        if page.is_shared:
            patch_vary_headers(response, ["Cookie"])
        if not (page.is_shared and page.is_anonymous and may_be_shared(request, response)):
            forbid_caching(response)
            return response
        hits = get_hits(request)
        allow_shared_caching(response, must_revalidate=bool(hits) or page.must_revalidate)
        if page.version and request.method == "GET":
            store_response(page.key, str(page.version), response, hits)
        return make_conditional(request, response)


def make_conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the response, or 304 if the visitor already has it."""
    conditional = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    return conditional or response
