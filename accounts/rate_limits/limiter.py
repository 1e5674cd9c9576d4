"""Rate limits, with allauth's limiter in the shared cache, and the page that says when to try again."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping

from allauth.account import app_settings as account_settings
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

RATE_LIMIT_APP = "gateway"
DEFAULT_WAIT_SECONDS = 5 * 60
"""The wait if it is not known which limit was reached: the longest of allauth's limits per key."""


def is_allowed(request: HttpRequest, action: str, rate: str, key: str | None = None) -> bool:
    """Count one more `action` and return True if it is within `rate`, such as "5/m/user,20/m/ip".

    A rate is written as allauth does and counts per "key" (the value of `key`), "ip" or "user"; any other raises
    ValueError. A visitor who is not logged in is counted per "ip" alone. If the action is not allowed, answer with
    `too_many_requests(request)`. (allauth's public function takes its rates from allauth's own settings only.)
    """
    rate = rate if request.user.is_authenticated else get_visitor_rate(rate)
    usage = ratelimit.consume(
        request, app=RATE_LIMIT_APP, action=action, config={action: rate}, key=key, limit_get=True
    )
    if usage is None:
        request.wait_seconds = get_wait_seconds(request, RATE_LIMIT_APP, {action: rate}, [key] if key else [])  # type: ignore[attr-defined]
    return usage is not None


def get_visitor_rate(rate: str) -> str:
    """Return a rate without its limits per user; if it has no others, return those as limits per address."""
    parts = [part for part in rate.split(",") if not part.endswith("/user")]
    return ",".join(parts) or rate.replace("/user", "/ip")


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page that says when to try again, as the header Retry-After does (RFC 9110, 10.2.3)."""
    keys = [value.strip().lower() for name in ("login", "email") if (value := request.POST.get(name))]
    seconds = getattr(request, "wait_seconds", 0) or get_wait_seconds(
        request, "allauth.account", account_settings.RATE_LIMITS, keys
    )
    minutes = math.ceil(seconds / 60)
    response = render(request, "429.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def get_wait_seconds(request: HttpRequest, app: str, rates: Mapping[str, str | None], keys: list[str]) -> int:
    """Return how long the visitor must wait until no limit that they reached applies any more."""
    now = time.time()
    ends = [
        history[-1] + rate.duration - now
        for rate, cache_key in list_cache_keys(request, app, rates, keys)
        if len(history := cache.get(cache_key, [])) >= rate.amount
    ]
    return max(1, math.ceil(max(ends))) if ends else DEFAULT_WAIT_SECONDS


def list_cache_keys(
    request: HttpRequest, app: str, rates: Mapping[str, str | None], keys: list[str]
) -> Iterator[tuple[ratelimit.Rate, str]]:
    """Yield each limit that may apply to this visitor, with its key in the cache."""
    for action, written in rates.items():
        for rate in ratelimit.parse_rates(written):
            if rate.per == "user" and not request.user.is_authenticated:
                continue
            for key in keys if rate.per == "key" else [None]:
                yield rate, ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key)
