"""Every allauth page uses our templates, has one h1, and has forms that browsers can fill in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from tests.factories import PASSWORD, make_member_of_the_public

pytestmark = pytest.mark.django_db

OURS = Path(settings.BASE_DIR) / "templates"
PREFIXES = ("account_", "mfa_", "socialaccount_", "usersessions_")
KINDS = {"email": "email", "password": "(current|new)-password", "code": "one-time-code"}


def list_addresses():
    """Return all of allauth's addresses that need no arguments."""
    names = {each for each in get_resolver().reverse_dict if isinstance(each, str) and each.startswith(PREFIXES)}
    found = []
    for name in sorted(names | list_nested_names()):
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return sorted(set(found))


def list_nested_names(patterns=None):
    names = set()
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLPattern):
            names.add(each.name or "")
        else:
            names |= list_nested_names(each.url_patterns)
    return {name for name in names if name.startswith(PREFIXES)}


def assert_ours(response):
    assert response.status_code in {200, 302, 401, 403, 404, 405}
    if response.status_code in {200, 401} and response["Content-Type"].startswith("text/html"):
        assert OURS in Path(response.templates[0].origin.name).parents
        assert response.text.count("<h1") == 1
        assert "style=" not in response.text
        assert re.search(r"<script(?![^>]*(src=|type=\"application))", response.text) is None


def test_there_are_many():
    assert len(list_addresses()) >= 25


def test_a_visitor_sees_pages_of_ours_only(client):
    for address in list_addresses():
        assert_ours(client.get(address))


def test_a_person_sees_pages_of_ours_only(client):
    person = make_member_of_the_public("sam@example.org")
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for address in list_addresses():
        assert_ours(client.get(address))
    TOTP.activate(person, "A" * 32)
    RecoveryCodes.activate(person)
    for address in list_addresses():
        assert_ours(client.get(address))


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("/accounts/login/", ["email", "current-password"]),
        ("/accounts/signup/", ["email", "new-password"]),
        ("/accounts/login/code/", ["email"]),
        ("/accounts/password/reset/", ["email"]),
    ],
)
def test_browsers_can_fill_in_the_forms(client, address, kinds):
    assert re.findall(r'<input[^>]*autocomplete="([^"]+)"', client.get(address).text) == kinds


def test_nothing_is_said_only_by_a_placeholder(client):
    pages = [client.get(address).text for address in ("/accounts/login/", "/accounts/signup/")]

    assert not any("placeholder=" in page for page in pages)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
@pytest.mark.parametrize(
    "address", ["/account/", "/account/delete/", "/account/download/", "/account/download/file/", "/account/saved/"]
)
def test_odd_methods_are_refused(client, address, method):
    client.force_login(make_member_of_the_public())

    assert getattr(client, method)(address).status_code in {302, 405}
