"""Which answers anonymous visitors may share, and what their headers say."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERSONAL_COOKIES = ("messages",)
"""Cookies besides the session's; Django keeps messages in one of this name."""
SHARED_CACHE_CONTROL = "public, max-age=0, s-maxage=30"
"""Browsers ask each time (and mostly get 304); a shared cache need not ask for half a minute. Kept answers are at most
as old, so that nothing is more than a minute old."""
REVALIDATED_CACHE_CONTROL = "public, no-cache"
"""For pages with counted readers or with comments: a shared cache may keep the text, but asks each time."""
PRIVATE_CACHE_CONTROL = "private, no-store"


def shared(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view whose answer to anonymous visitors may be shared and kept.

    Such an answer depends on nothing but the address, the display settings, whether htmx asks, and the database. It has
    no form with a token (a form that anonymous visitors may send posts to a view that needs none) and nothing random.
    The middleware still closes an answer that sets a cookie, uses a token or shows a message.
    """

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    marked.is_shared = True  # type: ignore[attr-defined]
    return marked


def shared_if_unchanged(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view like `shared`, but have shared caches ask each time whether the answer is still the same.

    It shows what users write, and what an editor hides must not be read for another half minute.
    """
    marked = shared(view)
    marked.asks_each_time = True  # type: ignore[attr-defined]
    return marked


def is_anonymous(request: HttpRequest) -> bool:
    """Return whether the request carries nothing that could identify a user, and changes nothing."""
    cookies = request.COOKIES
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in cookies
        and not any(name in cookies for name in PERSONAL_COOKIES)
        and "HTTP_AUTHORIZATION" not in request.META
    )


def may_be_shared(request: HttpRequest, response: HttpResponse) -> bool:
    """Return whether the answer of a shared view to an anonymous request is the same for all of them."""
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies  # a form's token, a session and a message each set one
        and not response.has_header("Cache-Control")
        and not request._csp_nonce  # type: ignore[attr-defined]
        and not request._messages.added_new  # type: ignore[attr-defined]
        and not request.user.is_authenticated
    )


def open_to_all(response: HttpResponse, *, asks_each_time: bool) -> None:
    """Allow a shared cache to keep the answer."""
    response.headers["Cache-Control"] = REVALIDATED_CACHE_CONTROL if asks_each_time else SHARED_CACHE_CONTROL
    response.headers["ETag"] = etag_of(response.content)


def close(response: HttpResponse) -> None:
    """Allow only this visitor to see the answer, and not even the browser to keep it."""
    if not response.has_header("Cache-Control"):
        response.headers["Cache-Control"] = PRIVATE_CACHE_CONTROL


def etag_of(body: bytes) -> str:
    """Return a weak tag (RFC 9110, 8.8.3): the proxy may compress the body, and it is still the same text."""
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
