"""Counts of use that include kept answers.

A view does not run when its answer was kept. It therefore counts by a name and a value, which are kept with the answer
and counted again each time that is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

type Counted = tuple[str, Any]
type Counter = Callable[[HttpRequest, Any], None]

_counters: dict[str, Counter] = {}


def register_count(name: str, counter: Counter) -> None:
    """Register `counter(request, value)` for every answer that counts by this name; it must not raise."""
    _counters[name] = counter


def count(request: HttpRequest, name: str, value: Any) -> None:
    """Count now, and whenever the answer to this request is sent again; the value must be serialisable as JSON."""
    counted_by(request).append((name, value))
    _counters[name](request, value)


def count_again(request: HttpRequest, counted: list[Counted]) -> None:
    for name, value in counted:
        _counters[name](request, value)


def counted_by(request: HttpRequest) -> list[Counted]:
    """Return what the answer to this request has counted so far, as a list to append to."""
    if not hasattr(request, "_counted"):
        request._counted = []  # type: ignore[attr-defined]
    counted: list[Counted] = request._counted  # type: ignore[attr-defined]
    return counted
