"""Fresh log-ins: a user who gives others rights proves who they are if they logged in long ago (ASVS 5.0, V7.5.1)."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.http import HttpRequest

from accounts.auth.suspension import SAFE_METHODS


def is_fresh_log_in_required(request: HttpRequest) -> bool:
    """Return True if the request would change something and so needs a fresh log-in."""
    return settings.REQUIRE_FRESH_LOG_IN and request.method not in SAFE_METHODS


fresh_log_in_required = reauthentication_required(enabled=is_fresh_log_in_required)
"""A decorator to apply below `login_required`: allauth asks for the password or a passkey, then runs the request."""
