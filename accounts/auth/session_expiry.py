"""Expiry of the sessions of editors and of publishers' owners, after idle hours and after days (ASVS 5.0, V7.3)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts import account_sections

STARTED_KEY, SEEN_KEY = "guarded_session_started", "guarded_session_seen"
"""Session keys, whose values are seconds since 1970. Only sessions of users with far-reaching rights hold them."""
SEEN_INTERVAL_SECONDS = 60
SECONDS_PER_HOUR = 60 * 60
SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR
SESSION_ENDED_MESSAGE = (
    "We logged you out after some time, because your account can change a lot here. Log in again to continue."
)


class SessionEndMiddleware:
    """Middleware that ends an idle or old session before it shows or does anything for its user.

    It checks when the user is first read, so a page that does not need the user costs no query.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            user = request.user
            request.user = SimpleLazyObject(lambda: get_user_unless_expired(request, user))  # type: ignore[assignment]
        return self.get_response(request)


def get_user_unless_expired(request: HttpRequest, user: Any) -> Any:
    """Return the user, noting once a minute that they are active, or a visitor if their session is over."""
    request.user = user
    if STARTED_KEY in request.session:
        now = time.time()
        if is_expired(request.session, now):
            logout(request)
            messages.info(request, SESSION_ENDED_MESSAGE)
        elif now - request.session[SEEN_KEY] >= SEEN_INTERVAL_SECONDS:
            request.session[SEEN_KEY] = now
    return request.user


def is_expired(session: Any, now: float) -> bool:
    is_idle = now - session[SEEN_KEY] >= settings.GUARDED_SESSION_IDLE_HOURS * SECONDS_PER_HOUR
    return is_idle or now - session[STARTED_KEY] >= settings.GUARDED_SESSION_MAX_DAYS * SECONDS_PER_DAY


def record_session_start(request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    """Note the start of a session whose user must have a second factor."""
    if request is not None and account_sections.is_second_factor_required(user):
        request.session[STARTED_KEY] = request.session[SEEN_KEY] = time.time()


def connect_signals() -> None:
    user_logged_in.connect(record_session_start, dispatch_uid="session ends: start")
