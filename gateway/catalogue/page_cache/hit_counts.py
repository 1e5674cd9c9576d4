"""Counts of use that hold for kept answers too.

A view that counts does not run when its answer was kept. So it counts by a name with a value, which are kept with the
answer, and are counted again each time it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

type Counted = tuple[str, Any]
type Counter = Callable[[HttpRequest, Any], None]

_counters: dict[str, Counter] = {}


def register_count(name: str, counter: Counter) -> None:
    """Has `counter(request, value)` called for every answer that counts by this name. It must not raise."""
    _counters[name] = counter


def count(request: HttpRequest, name: str, value: Any) -> None:
    """Counts now, and whenever the answer to this request is given again. The value must be fit for JSON."""
    counted_by(request).append((name, value))
    _counters[name](request, value)


def count_again(request: HttpRequest, counted: list[Counted]) -> None:
    """Counts what a kept answer counts."""
    for name, value in counted:
        _counters[name](request, value)


def counted_by(request: HttpRequest) -> list[Counted]:
    """What the answer to this request has counted so far."""
    if not hasattr(request, "_counted"):
        request._counted = []  # type: ignore[attr-defined]
    counted: list[Counted] = request._counted  # type: ignore[attr-defined]
    return counted
