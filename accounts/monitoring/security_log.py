"""Log lines about accounts and rights: who did what, from where, in which request (ASVS 5.0, V16).

No line holds a password, a code or an e-mail address.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.account import signals as account_signals
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as mfa_signals
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_delete, post_save, pre_save
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.monitoring.request_id import current_request

logger = logging.getLogger("gateway.security")
RIGHT_FIELDS = ("is_active", "is_staff", "is_editor", "is_superuser", "resets_second_factors", "suspended_until")
REFUSAL_CODES = (HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS)


class RequestIdMiddleware:
    """Middleware that gives each request an id for its log lines, and logs refusals."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = uuid.uuid4().hex[:16]  # type: ignore[attr-defined]
        token = current_request.set(request)
        try:
            response = self.get_response(request)
            if response.status_code in REFUSAL_CODES:
                match = request.resolver_match  # log its name: a path may hold the secret of a link
                log_event("refused", request, status=response.status_code, page=match.view_name if match else "-")
            return response
        finally:
            current_request.reset(token)


def log_event(event: str, request: HttpRequest | None = None, user: Any = None, **details: Any) -> None:
    """Log an event; the request and user default to those of the current request."""
    request = request or current_request.get()
    user = user or getattr(request, "user", None)
    parts = {"user": getattr(user, "pk", None) or "-", "address": get_client_address(request), **details}
    logger.info("%s %s", event, " ".join(f"{name}={value}" for name, value in parts.items()))


def get_client_address(request: HttpRequest | None) -> str:
    """Return the client's address as the trusted proxies report it, or a dash if there is none."""
    if request is None or not request.META.get("REMOTE_ADDR"):
        return "-"
    return str(get_adapter(request).get_client_ip(request))


def connect_signals() -> None:
    """Log what Django and allauth signal about log-ins, passwords and second factors, and log changes of rights."""
    events: dict[str, Any] = {
        "log-in": user_logged_in,
        "log-out": user_logged_out,
        "log-in failed": user_login_failed,
        "password changed": account_signals.password_changed,
        "password set": account_signals.password_set,
        "password reset": account_signals.password_reset,
        "signed up": account_signals.user_signed_up,
        "code refused": account_signals.login_code_rejected,
        "code for an address refused": account_signals.email_verification_code_rejected,
        "address changed": account_signals.email_changed,
        "address added": account_signals.email_added,
        "address removed": account_signals.email_removed,
        "address confirmed": account_signals.email_confirmed,
        "second step renewed": mfa_signals.authenticator_reset,
        "second step used": mfa_signals.authenticator_used,
        "second step added": mfa_signals.authenticator_added,
        "second step removed": mfa_signals.authenticator_removed,
        "second step failed": mfa_signals.authentication_failed,
    }
    for event, signal in events.items():
        signal.connect(make_receiver(event), dispatch_uid=f"security log: {event}", weak=False)
    pre_save.connect(remember_rights, sender=User, dispatch_uid="security log: rights before")
    post_save.connect(log_changed_rights, sender=User, dispatch_uid="security log: rights after")


def make_receiver(event: str) -> Callable[..., None]:
    def receive(sender: Any, request: Any = None, user: Any = None, **kwargs: Any) -> None:
        log_event(event, request, user or find_person(**kwargs))

    return receive


def find_person(credentials: Any = None, email_address: Any = None, **kwargs: Any) -> Any:
    """Return the owner of the e-mail address, or the user whose credentials were tried."""
    if email_address is not None:
        return email_address.user
    address = (credentials or {}).get("email")
    return User.objects.filter(email__iexact=address).first() if address else None


def get_rights(person: User) -> dict[str, Any]:
    return {name: getattr(person, name) for name in RIGHT_FIELDS}


def remember_rights(instance: Any, update_fields: Any = None, **kwargs: Any) -> None:
    """Remember a user's rights before a save, for `log_changed_rights` to compare."""
    is_about_rights = update_fields is None or set(update_fields) & set(RIGHT_FIELDS)
    before = User.objects.filter(pk=instance.pk).first() if instance.pk and is_about_rights else None
    instance.rights_before = get_rights(before) if before else None


def log_changed_rights(instance: Any, **kwargs: Any) -> None:
    if instance.rights_before is None:
        return
    for name, value in get_rights(instance).items():
        if value != instance.rights_before[name]:
            log_event("right changed", of=instance.pk, right=name, now=value)


def register_logged_rows(model: Any, event: str, *fields: str) -> None:
    """Log every save and deletion of a model's rows, with the values of `fields`."""

    def receive(instance: Any, created: bool | None = None, **kwargs: Any) -> None:
        what = {True: "made", False: "changed", None: "ended"}[created]
        log_event(f"{event} {what}", **{field: getattr(instance, field) for field in fields})

    for signal in (post_save, post_delete):
        signal.connect(receive, sender=model, dispatch_uid=f"security log: {event} {signal}", weak=False)
