"""Responses in the cache "pages", under a key made of everything that a response may depend on.

A stored response is sent only while the content is the same as when the response was begun. What changes only with time
(an event that is over, an item scheduled for later) shows once the response is `KEEP_ANSWERS` seconds old.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from accounts import display_settings
from gateway.catalogue.page_cache.hit_counts import Hit

MAX_RESPONSE_BYTES = 200_000
"""Longer responses are not stored."""


@dataclass(frozen=True)
class CachedResponse:
    """A response as it is stored."""

    version: str
    headers: dict[str, str]
    hits: list[Hit]
    body: bytes

    def pack(self) -> bytes:
        """Return the response as bytes: its metadata as JSON in one line, then its body.

        It is not pickled, because reading from a cache must not run code.
        """
        about = {"version": self.version, "headers": self.headers, "hits": self.hits}
        return json.dumps(about).encode() + b"\n" + self.body

    @classmethod
    def unpack(cls, packed: bytes) -> CachedResponse:
        about, _, body = packed.partition(b"\n")
        return cls(**json.loads(about), body=body)

    def make_response(self) -> HttpResponse:
        return HttpResponse(self.body, headers=self.headers)


def make_key(request: HttpRequest) -> str:
    """Return the key of the response to an anonymous request: a digest of all that it may depend on."""
    htmx = HtmxDetails(request)
    parts = (
        request.scheme,
        request.get_host(),
        request.META.get("SCRIPT_NAME", ""),
        request.path_info,
        request.META.get("QUERY_STRING", ""),
        display_settings.get_settings(request).cookie,
        bool(htmx),
        htmx.history_restore_request,
    )
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=24).hexdigest()


def find_response(key: str) -> CachedResponse | None:
    """Return the response under a key, of any version, or None; also None for bytes that we did not write."""
    packed = caches["pages"].get(key)
    try:
        return None if packed is None else CachedResponse.unpack(packed)
    except (TypeError, ValueError):
        return None


def store_response(key: str, version: str, response: HttpResponse, hits: list[Hit]) -> None:
    """Store a response for `KEEP_ANSWERS` seconds, unless it is too long."""
    if len(response.content) <= MAX_RESPONSE_BYTES:
        headers: dict[str, Any] = dict(response.items())
        packed = CachedResponse(version, headers, hits, response.content).pack()
        caches["pages"].set(key, packed, settings.KEEP_ANSWERS)
