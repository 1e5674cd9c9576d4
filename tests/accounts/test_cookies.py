"""Cookies and login settings as production sets them."""

from __future__ import annotations

import pytest

from tests.catalogue.test_settings import SECRET, setting
from tests.factories import PASSWORD, make_member_of_the_public

PRODUCTION = {"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "gateway.example.org"}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("settings.SESSION_COOKIE_NAME", "__Host-session"),
        ("settings.CSRF_COOKIE_NAME", "__Host-csrftoken"),
        (
            "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY",
            "True True True",
        ),
        (
            "settings.SESSION_COOKIE_SAMESITE, settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH",
            "Lax None /",
        ),
        ("settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_PATH", "True /"),
        ("settings.REQUIRE_SECOND_FACTOR, settings.ACCOUNT_EMAIL_VERIFICATION", "True mandatory"),
        ("settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN, settings.SOCIALACCOUNT_PROVIDERS", "False {}"),
    ],
)
def test_production_is_strict(tmp_path, expression, value):
    assert setting(tmp_path, expression, **PRODUCTION) == value


@pytest.mark.parametrize(("debug", "needed"), [("0", "True"), ("1", "False")])
def test_the_second_factor_is_needed_in_production_only(tmp_path, debug, needed):
    assert setting(tmp_path, "settings.REQUIRE_SECOND_FACTOR", **PRODUCTION, DEBUG=debug) == needed


@pytest.mark.django_db
def test_a_log_in_sets_a_cookie_that_no_script_and_no_other_site_can_use(client, settings):
    settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE = "__Host-session", True
    make_member_of_the_public("sam@example.org")

    response = client.post("/accounts/login/", {"login": "sam@example.org", "password": PASSWORD}, secure=True)

    cookie = response.cookies["__Host-session"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")
