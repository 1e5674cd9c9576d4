"""Which answers may be shared between anonymous visitors, and what their headers say."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PERSONAL_COOKIES = ("messages",)
"""Beside the session's: Django keeps messages in a cookie of this name."""
SHARED_CACHE_CONTROL = "public, max-age=0, s-maxage=30"
"""Browsers ask each time (and mostly hear 304); a shared cache need not for half a minute. Kept answers are at most as
old again, so that nothing is older than a minute."""
REVALIDATED_CACHE_CONTROL = "public, no-cache"
"""Pages whose readers are counted, or on which people speak: a shared cache may keep the text, but asks each time."""
PRIVATE_CACHE_CONTROL = "private, no-store"


def shared(view: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a view whose answer to anonymous visitors may be shared and kept.

    Such an answer depends on nothing but the address, the reading settings, whether htmx asks, and the database. It has
    no form with a token (a form that anonymous visitors may send posts to a view that needs none) and nothing random.
    The middleware closes an answer that sets a cookie, uses a token or shows a message all the same.
    """

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    marked.is_shared = True  # type: ignore[attr-defined]
    return marked


def shared_if_unchanged(view: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a view like `shared`, of whose answer a shared cache asks each time whether it is still the same.

    It shows what people say, and what an editor hides must not be read for another half minute.
    """
    marked = shared(view)
    marked.asks_each_time = True  # type: ignore[attr-defined]
    return marked


def is_anonymous(request: HttpRequest) -> bool:
    """Whether the request carries nothing by which it could be a certain person's, and changes nothing."""
    cookies = request.COOKIES
    return (
        request.method in ("GET", "HEAD")
        and settings.SESSION_COOKIE_NAME not in cookies
        and not any(name in cookies for name in PERSONAL_COOKIES)
        and "HTTP_AUTHORIZATION" not in request.META
    )


def may_be_shared(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer of a shared view to an anonymous request is the same for all of them."""
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies  # a token for a form, a session and a message each bring one
        and not response.has_header("Cache-Control")
        and not request._csp_nonce  # type: ignore[attr-defined]
        and not request._messages.added_new  # type: ignore[attr-defined]
        and not request.user.is_authenticated
    )


def open_to_all(response: HttpResponse, *, asks_each_time: bool) -> None:
    """Says that a shared cache may keep the answer."""
    response.headers["Cache-Control"] = REVALIDATED_CACHE_CONTROL if asks_each_time else SHARED_CACHE_CONTROL
    response.headers["ETag"] = etag_of(response.content)


def close(response: HttpResponse) -> None:
    """Says that nobody but this visitor may see the answer, and not even their browser keep it."""
    if not response.has_header("Cache-Control"):
        response.headers["Cache-Control"] = PRIVATE_CACHE_CONTROL


def etag_of(body: bytes) -> str:
    """A weak tag (RFC 9110, 8.8.3): the proxy may compress the body, and it is still the same text."""
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
