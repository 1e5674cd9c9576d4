"""Suspension: who may take part, decided in this module alone.

An editor can suspend a user for a time or for good. A suspended user can log in, read, download, delete what is theirs
and report harm. `SuspensionMiddleware` refuses every other change unless `register_urls_while_suspended` names its URL.
What the user posted before stays, and so do their votes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
ALLOWED_URL_NAMES = {
    # logging out, on this and on other devices
    "account_logout",
    "admin:logout",
    "account_session_end",
    "usersessions_list",
    # logging in again, and the password
    "account_login",
    "account_request_login_code",
    "account_confirm_login_code",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_from_key",
    # the second factor
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_generate_recovery_codes",
    "mfa_add_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    # notifications and unsubscribing
    "notifications_read",
    "unsubscribe",
    # account deletion and display settings
    "account_delete",
    "reading",
}
"""URL names to which suspended users may still send a form, in all apps."""


def register_urls_while_suspended(*names: str) -> None:
    """Let suspended users send forms to these URL names; call this in `AppConfig.ready`."""
    ALLOWED_URL_NAMES.update(names)


def may_take_part(user: Any) -> bool:
    return user.is_authenticated and not user.is_suspended


def is_suspended(user: Any) -> bool:
    """Return True if the user is suspended; a visitor is asked to log in instead."""
    return user.is_authenticated and user.is_suspended


class SuspensionMiddleware:
    """Middleware that refuses what suspended users send, except to the URLs that are allowed by name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse before the view is called, so that no view can forget to check."""
        match = request.resolver_match
        if request.method in SAFE_METHODS or (match and match.view_name in ALLOWED_URL_NAMES):
            return None
        return render_suspension_page(request) if is_suspended(request.user) else None


def refuse_suspended_users[Answer: HttpResponseBase](
    view: Callable[..., Answer],
) -> Callable[..., Answer | HttpResponse]:
    """Show suspended users the suspension page instead of a view that only shows a form.

    So they know before they write anything.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer | HttpResponse:
        return render_suspension_page(request) if is_suspended(request.user) else view(request, *args, **kwargs)

    return wrapper


def render_suspension_page(request: HttpRequest) -> HttpResponse:
    """Return the suspension page: until when, what is still possible, how to appeal, and what was typed."""
    context = {"person": request.user, "typed": get_typed_sentences(request)}
    response = render(request, "accounts/suspended.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def get_typed_sentences(request: HttpRequest) -> list[str]:
    """Return the sentences in a posted form, without secrets and values that no person wrote."""
    return [
        value
        for name, value in request.POST.items()
        if isinstance(value, str) and len(value.split()) > 1 and "password" not in name
    ]
