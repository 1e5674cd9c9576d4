"""Kept answers: data in the cache "pages", found by all that an answer may depend on.

A kept answer is given only while the content is what it was when the answer was begun. What time alone changes (an
event that is over, an item with a date to come) shows when the answer is `KEEP_ANSWERS` seconds old.
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
    """An answer as it is given again."""

    version: str
    headers: dict[str, str]
    counted: list[Counted]
    body: bytes

    def packed(self) -> bytes:
        """As bytes: what describes the answer, as JSON in one line, then its body. No pickle: a store is not code."""
        about = {"version": self.version, "headers": self.headers, "counted": self.counted}
        return json.dumps(about).encode() + b"\n" + self.body

    @classmethod
    def unpacked(cls, packed: bytes) -> KeptAnswer:
        """What `packed` made."""
        about, _, body = packed.partition(b"\n")
        return cls(**json.loads(about), body=body)

    def response(self) -> HttpResponse:
        """The answer, given again."""
        return HttpResponse(self.body, headers=self.headers)


def place_of(request: HttpRequest) -> str:
    """The name under which the answer to an anonymous request is kept: a digest of all that it may depend on."""
    htmx = HtmxDetails(request)
    parts = (
        request.scheme,
        request.get_host(),
        request.META.get("SCRIPT_NAME", ""),
        request.path_info,
        request.META.get("QUERY_STRING", ""),
        display_settings.of(request).cookie,
        bool(htmx),
        htmx.history_restore_request,
    )
    return hashlib.blake2b(json.dumps(parts).encode(), digest_size=24).hexdigest()


def find(place: str) -> KeptAnswer | None:
    """What is kept there, whatever its version; None also for what we did not write."""
    packed = caches["pages"].get(place)
    try:
        return None if packed is None else KeptAnswer.unpacked(packed)
    except (TypeError, ValueError):
        return None


def keep(place: str, version: str, response: HttpResponse, counted: list[Counted]) -> None:
    """Keeps an answer for a while."""
    if len(response.content) <= MAX_ANSWER_BYTES:
        headers: dict[str, Any] = dict(response.items())
        packed = KeptAnswer(version, headers, counted, response.content).packed()
        caches["pages"].set(place, packed, settings.KEEP_ANSWERS)
