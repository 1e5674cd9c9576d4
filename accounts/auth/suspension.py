"""Who may take part: the one place that says so. Somebody whom an editor has suspended may not, for a time or for good.

They can log in, read, download, delete what is theirs and report what harms. Whatever else would change something is
refused by `SuspensionMiddleware` unless its address is named by `allow_while_suspended`; what they have said before
stays, and so do their votes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
ALLOWED_URL_NAMES = {
    # logging out, here and elsewhere
    "account_logout", "admin:logout", "account_session_end", "usersessions_list",
    # logging in again, the password
    "account_login", "account_request_login_code", "account_confirm_login_code", "account_reauthenticate",
    "account_change_password", "account_set_password", "account_reset_password", "account_reset_password_from_key",
    # the second step
    "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_login_webauthn", "mfa_reauthenticate_webauthn",
    # notifications, and the way out of e-mail
    "notifications_read", "unsubscribe",
    # deleting the account, and how pages look
    "account_delete", "reading",
}  # fmt: skip
"""What a suspended person may still send a form to, in all apps."""


def allow_while_suspended(*names: str) -> None:
    """Let suspended people send forms to the addresses with these names; an app says so in `AppConfig.ready`."""
    ALLOWED_URL_NAMES.update(names)


def may_take_part(user: Any) -> bool:
    """Whether this person is logged in and not suspended now."""
    return user.is_authenticated and not user.is_suspended


def is_kept_out(user: Any) -> bool:
    """Whether this person is suspended; somebody who is not logged in is asked to log in instead."""
    return user.is_authenticated and user.is_suspended


class SuspensionMiddleware:
    """Refuses whatever a suspended person sends, but for the addresses that are allowed by name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass; `process_view` does the work."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuse before the view is called, so that none can forget to ask."""
        match = request.resolver_match
        if request.method in SAFE_METHODS or (match and match.view_name in ALLOWED_URL_NAMES):
            return None
        return told_so(request) if is_kept_out(request.user) else None


def taking_part[Answer: HttpResponseBase](view: Callable[..., Answer]) -> Callable[..., Answer | HttpResponse]:
    """For a page that holds nothing but a form: whoever is suspended is told so in its place, before they write."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer | HttpResponse:
        return told_so(request) if is_kept_out(request.user) else view(request, *args, **kwargs)

    return guarded


def told_so(request: HttpRequest) -> HttpResponse:
    """Return the page that says until when, what is still possible and how to appeal, and gives back what was typed."""
    context = {"person": request.user, "typed": typed_words(request)}
    response = render(request, "accounts/suspended.html", context, status=403)
    response["Cache-Control"] = "no-store"
    return response


def typed_words(request: HttpRequest) -> list[str]:
    """Return the sentences of a form that was sent, without what is secret or not written by a person."""
    return [
        value
        for name, value in request.POST.items()
        if isinstance(value, str) and len(value.split()) > 1 and "password" not in name
    ]
