"""Required second factors: users with far-reaching rights cannot reach the admin by a password alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import account_sections

EXEMPT_URL_NAMES = frozenset({"login", "logout", "jsi18n"})


class SecondFactorMiddleware:
    """Middleware that sends users without a required second factor to set one up before any page of the admin.

    allauth asks for the second factor at log-in once there is one, so a user who has one has used it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Check every address below the admin's, whichever app has the view."""
        match = request.resolver_match
        if match is None or match.url_name in EXEMPT_URL_NAMES or not request.path.startswith(reverse("admin:index")):
            return None
        return redirect_to_set_up(request)


def second_factor_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Require a second factor for one view outside the admin; apply it below `login_required`."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect_to_set_up(request) or view(request, *args, **kwargs)

    return wrapper


def redirect_to_set_up(request: HttpRequest) -> HttpResponse | None:
    """Return a redirect to the set-up page if the user lacks a required second factor, otherwise None."""
    if not settings.REQUIRE_SECOND_FACTOR or not is_second_factor_missing(request.user):
        return None
    messages.warning(request, "Before you can manage the Gateway, add a passkey or an authenticator app.")
    return redirect("mfa_index")


def is_second_factor_missing(user: Any) -> bool:
    """Return True if the user must have a second factor and has none."""
    return user.is_authenticated and not is_mfa_enabled(user) and account_sections.is_second_factor_required(user)
