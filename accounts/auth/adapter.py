"""Adapters that fit allauth to this site: sign-up, messages, second factors and providers."""

import time
from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from requests import RequestException, Session

from accounts.addresses.redirects import is_own_path
from accounts.addresses.site_address import replace_host
from accounts.mail.emails import get_common_context
from accounts.models.outgoing_message import Urgency
from accounts.views.welcome import get_welcome_address

URGENCY_BY_TEMPLATE = {
    "login_code": Urgency.LOG_IN,
    "password_reset_key": Urgency.LOG_IN,
    "email_confirmation": Urgency.NEW_ADDRESS,
    "email_confirmation_signup": Urgency.NEW_ADDRESS,
    "account_already_exists": Urgency.NEW_ADDRESS,
    "unknown_account": Urgency.NEW_ADDRESS,
}
"""The urgency of messages that users wait for at the screen; allauth's other messages report what was done."""

REAUTHENTICATION_LABELS = {"reauthenticate_by_code": "Email me a code"}
"""Our names for the ways to reauthenticate that allauth names differently from our pages."""


class AccountAdapter(DefaultAccountAdapter):
    """allauth's account adapter with this site's sign-up setting, error messages and mail."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed.",
        "duplicate_email": "This is already the email address of your account.",
        "email_password_mismatch": "The email address or password is not correct. Check them and try again.",
        "enter_current_password": "This is not your current password. Enter your current password.",
        "incorrect_code": "This code is not correct. Enter the code from the newest email that we sent you.",
        "incorrect_password": "This password is not correct. Try again.",
        "rate_limited": "You have tried too many times. Wait a minute, then try again.",
        "too_many_login_attempts": "You have tried too many times. Wait 5 minutes, then try again.",
    }

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to reauthenticate, with a code named as on the log-in page."""
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": REAUTHENTICATION_LABELS.get(way["id"], way["description"])} for way in ways]

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Return True if the user must reauthenticate, which is never so just after the log-in itself."""
        return super().is_reauthentication_required(app=app, **options) and not has_just_logged_in(context.request)

    def is_safe_url(self, url: str | None) -> bool:
        """Return True if the address is a path of this site: a log-in leads nowhere else."""
        return bool(url) and is_own_path(context.request, str(url))

    def is_open_for_signup(self, request: Any) -> bool:
        return settings.OPEN_FOR_SIGNUP

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message whose links begin with SITE_URL, whatever host and port the request named."""
        ours = {name: replace_own_host(value) for name, value in context.items()}
        super().send_mail(template_prefix, email, {**get_common_context(), "current_site": get_current_site(), **ours})

    def post_login(self, request: Any, user: Any, **hooks: Any) -> HttpResponse:
        """Send users who have just signed up here through the welcome before they return to where they began."""
        response = super().post_login(request, user, **hooks)
        is_new = hooks["signup"] and "sociallogin" not in (hooks["signal_kwargs"] or {})
        return redirect(get_welcome_address(response.url)) if is_new else response

    def render_mail(self, template_prefix: str, *args: Any, **options: Any) -> EmailMessage:
        message = super().render_mail(template_prefix, *args, **options)
        message.urgency = URGENCY_BY_TEMPLATE.get(template_prefix.rpartition("/")[2], Urgency.OTHER)
        return message


def has_just_logged_in(request: HttpRequest) -> bool:
    """Return True if the visitor gave a password, a code or a second factor within REAUTHENTICATION_TIMEOUT.

    allauth itself counts only what was given when it asked again. A log-in through a provider is no proof.
    """
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    return any(each["method"] in app_settings.REAUTHENTICATION_METHODS and each["at"] > since for each in records)


def get_current_site() -> SimpleNamespace:
    """Return what allauth's templates call the current site, which allauth would take from the request."""
    return SimpleNamespace(name="SEND Gateway", domain=urlsplit(settings.SITE_URL).netloc)


def replace_own_host(value: Any) -> Any:
    """Return the value, moved to SITE_URL if it is an address at the request's own host, whatever its scheme."""
    request = context.request
    is_ours = isinstance(value, str) and request is not None and is_at_host(value, request.get_host())
    return replace_host(value) if is_ours else value


def is_at_host(address: str, host: str) -> bool:
    try:
        return urlsplit(address).netloc == host
    except ValueError:
        return False


class MFAAdapter(DefaultMFAAdapter):
    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "You cannot add an email address to an account with a second step.",
        "cannot_delete_authenticator": "You cannot remove this.",
        "cannot_generate_recovery_codes": "Add a passkey or an authenticator app first.",
        "incorrect_code": "This code is not correct, or it is too old. Enter the code that your app shows now.",
        "unverified_email": "Confirm your email address first.",
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        return "My passkey"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def get_requests_session(self) -> Session:
        """Return a session that answers with our page when the provider is down, where allauth would fail.

        Users can then still log in another way.
        """
        session = super().get_requests_session()
        send = session.request

        def request_or_raise(*args: Any, **kwargs: Any) -> Any:
            try:
                return send(*args, **kwargs)
            except RequestException as error:
                page = render(context.request, "socialaccount/authentication_error.html", status=503)
                raise ImmediateHttpResponse(page) from error

        session.request = request_or_raise
        return session
