"""Which responses anonymous visitors may share, and what their headers say."""

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
"""Browsers revalidate each time (and mostly get 304), a shared cache after half a minute. Responses in our cache are
at most as old, so that nothing is more than a minute old."""
REVALIDATED_CACHE_CONTROL = "public, no-cache"
"""For pages with counted readers or with comments: a shared cache may store them, but must revalidate each time."""
PRIVATE_CACHE_CONTROL = "private, no-store"


def shared(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view whose response to anonymous visitors may be shared and stored.

    Such a response depends on nothing but the address, the display settings, whether htmx requests it, and the
    database. It has no form with a token (a form that anonymous visitors may send posts to a view that needs none) and
    nothing random. The middleware still forbids caching a response that sets a cookie, uses a token or shows a message.
    """

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> Any:
        return view(*args, **kwargs)

    marked.is_shared = True  # type: ignore[attr-defined]
    return marked


def shared_if_unchanged(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view like `shared`, but have shared caches revalidate the response each time.

    It shows what users write, and what an editor hides must not be read for another half minute.
    """
    marked = shared(view)
    marked.must_revalidate = True  # type: ignore[attr-defined]
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
    """Return whether the response of a shared view is the same for all anonymous requests."""
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies  # a form's token, a session and a message each set one
        and not response.has_header("Cache-Control")
        and not request._csp_nonce  # type: ignore[attr-defined]
        and not request._messages.added_new  # type: ignore[attr-defined]
        and not request.user.is_authenticated
    )


def allow_shared_caching(response: HttpResponse, *, must_revalidate: bool) -> None:
    """Allow shared caches to store the response."""
    response.headers["Cache-Control"] = REVALIDATED_CACHE_CONTROL if must_revalidate else SHARED_CACHE_CONTROL
    response.headers["ETag"] = make_etag(response.content)


def forbid_caching(response: HttpResponse) -> None:
    """Forbid every cache to store the response, even the browser's, unless the view has set the header itself."""
    if not response.has_header("Cache-Control"):
        response.headers["Cache-Control"] = PRIVATE_CACHE_CONTROL


def make_etag(body: bytes) -> str:
    """Return a weak tag (RFC 9110, 8.8.3): the proxy may compress the body, and it is still the same text."""
    return f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
