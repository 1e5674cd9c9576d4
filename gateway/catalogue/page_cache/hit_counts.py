"""Counts of use that include responses from the cache.

A view does not run when its response comes from the cache. It therefore counts by a name and a value, which are stored
with the response and counted again each time that is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

type Hit = tuple[str, Any]
type HitCounter = Callable[[HttpRequest, Any], None]

_counters: dict[str, HitCounter] = {}


def register_hit_counter(name: str, counter: HitCounter) -> None:
    """Register `counter(request, value)` for every response that counts by this name; it must not raise."""
    _counters[name] = counter


def count_hit(request: HttpRequest, name: str, value: Any) -> None:
    """Count now, and whenever the response to this request is sent again; the value must be serialisable as JSON."""
    get_hits(request).append((name, value))
    _counters[name](request, value)


def repeat_hits(request: HttpRequest, hits: list[Hit]) -> None:
    for name, value in hits:
        _counters[name](request, value)


def get_hits(request: HttpRequest) -> list[Hit]:
    """Return what the response to this request has counted so far, as a list to append to."""
    if not hasattr(request, "_hits"):
        request._hits = []  # type: ignore[attr-defined]
    hits: list[Hit] = request._hits  # type: ignore[attr-defined]
    return hits
