"""Kept answers: data in the cache "pages", under a key made of everything that an answer may depend on.

A kept answer is sent only while the content is the same as when the answer was begun. What changes only with time (an
event that is over, an item with a date to come) shows once the answer is `KEEP_ANSWERS` seconds old.
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
from gateway.catalogue.page_cache.hit_counts import Counted

MAX_ANSWER_BYTES = 200_000
"""Longer answers are not kept."""


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it is kept to be sent again."""

    version: str
    headers: dict[str, str]
    counted: list[Counted]
    body: bytes

    def packed(self) -> bytes:
        """Return the answer as bytes: its metadata as JSON in one line, then its body.

        It is not pickled, because reading a store must not run code.
        """
        about = {"version": self.version, "headers": self.headers, "counted": self.counted}
        return json.dumps(about).encode() + b"\n" + self.body

    @classmethod
    def unpacked(cls, packed: bytes) -> KeptAnswer:
        about, _, body = packed.partition(b"\n")
        return cls(**json.loads(about), body=body)

    def response(self) -> HttpResponse:
        return HttpResponse(self.body, headers=self.headers)


def place_of(request: HttpRequest) -> str:
    """Return the key of the answer to an anonymous request: a digest of all that it may depend on."""
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


def find(place: str) -> KeptAnswer | None:
    """Return the answer of any version under a key, or None; also None for bytes that we did not write."""
    packed = caches["pages"].get(place)
    try:
        return None if packed is None else KeptAnswer.unpacked(packed)
    except (TypeError, ValueError):
        return None


def keep(place: str, version: str, response: HttpResponse, counted: list[Counted]) -> None:
    """Keep an answer for `KEEP_ANSWERS` seconds, unless it is too long."""
    if len(response.content) <= MAX_ANSWER_BYTES:
        headers: dict[str, Any] = dict(response.items())
        packed = KeptAnswer(version, headers, counted, response.content).packed()
        caches["pages"].set(place, packed, settings.KEEP_ANSWERS)
