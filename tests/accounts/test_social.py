"""Logging in through another provider: only if its keys are set, and never into another user's account."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from accounts.auth import providers
from accounts.models import User
from gateway.environment import Environment
from tests.accounts.fake_provider import fake_provider
from tests.factories import make_member_of_the_public, make_user

pytestmark = pytest.mark.django_db

A, B = "/accounts/oidc/a/login/", "/accounts/oidc/b/login/"
GOOGLE = {"GOOGLE_CLIENT_ID": "id", "GOOGLE_CLIENT_SECRET": "secret"}
MICROSOFT = {"MICROSOFT_CLIENT_ID": "id", "MICROSOFT_CLIENT_SECRET": "secret"}
OIDC = {
    "OIDC_CLIENT_ID": "id",
    "OIDC_CLIENT_SECRET": "secret",
    "OIDC_SERVER_URL": "https://id.example.org/realm",
    "OIDC_NAME": "Elm Trust",
}


@pytest.fixture
def provider(settings):
    """Yield a provider that the site knows by two names."""
    with fake_provider() as provider:
        apps = [
            {
                "provider_id": name,
                "name": f"Provider {name}",
                "client_id": name,
                "secret": "x",
                "settings": {"server_url": provider.url, "oauth_pkce_enabled": True},
            }
            for name in ("a", "b")
        ]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
        yield provider


def set_out(client, where=A):
    """Begin a login, and return the parameters of the request to the provider."""
    response = client.post(where)
    return {name: values[0] for name, values in parse_qs(urlsplit(response["Location"]).query).items()}


def return_from_provider(client, state, where=A):
    return client.get(f"{where}callback/", {"code": "code", "state": state})


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(
    ("variables", "names", "origins"),
    [
        ({}, [], []),
        (GOOGLE, ["google"], ["https://accounts.google.com"]),
        (MICROSOFT, ["microsoft"], ["https://login.microsoftonline.com"]),
        (OIDC, ["openid_connect"], ["https://id.example.org"]),
        ({**GOOGLE, **MICROSOFT, **OIDC}, ["google", "microsoft", "openid_connect"], None),
        ({**GOOGLE, "GOOGLE_CLIENT_SECRET": ""}, [], []),
        ({"MICROSOFT_CLIENT_ID": "id"}, [], []),
        ({**OIDC, "OIDC_SERVER_URL": ""}, [], []),
    ],
)
def test_a_provider_is_on_only_when_its_keys_are_there(variables, names, origins):
    environment = Environment(variables)

    assert list(providers.get_provider_settings(environment)) == names
    assert providers.get_provider_apps(environment) == [f"allauth.socialaccount.providers.{name}" for name in names]
    assert origins is None or providers.get_log_in_origins(environment) == origins


def test_without_keys_no_page_speaks_of_other_accounts(client):
    assert "Continue with" not in client.get("/accounts/login/").text
    assert client.get(A).status_code == 404


def test_with_keys_the_log_in_page_offers_it(client, provider):
    assert "Continue with Provider a" in client.get("/accounts/login/").text


def test_a_link_alone_begins_nothing(client, provider):
    page = client.get(A)

    assert (page.status_code, "Continue to Provider a" in page.text) == (200, True)


def test_the_provider_is_asked_with_a_state_and_a_challenge(client, provider):
    asked = set_out(client)

    assert (asked["client_id"], asked["code_challenge_method"]) == ("a", "S256")
    assert len(asked["state"]) >= 16


def test_a_newcomer_with_a_confirmed_address_is_in(client, provider):
    return_from_provider(client, set_out(client)["state"])

    assert (is_in(client), User.objects.get().email) == (True, "sam@example.org")


def test_a_newcomer_whose_address_the_provider_has_not_confirmed_shows_that_it_is_theirs(client, provider):
    provider.claims["email_verified"] = False
    response = return_from_provider(client, set_out(client)["state"])

    assert (response["Location"], is_in(client)) == ("/accounts/confirm-email/", False)
    assert [message.to for message in mail.outbox] == [["sam@example.org"]]


@pytest.mark.parametrize("confirmed_there", [True, False])
@pytest.mark.parametrize("make", [make_user, make_member_of_the_public])
def test_the_address_of_an_account_here_is_no_way_into_it(client, provider, make, confirmed_there):
    person = make("sam@example.org")
    provider.claims["email_verified"] = confirmed_there
    return_from_provider(client, set_out(client)["state"])
    client.get("/accounts/confirm-email/")

    assert (is_in(client), SocialAccount.objects.filter(user=person).exists()) == (False, False)


def test_the_same_account_elsewhere_leads_to_the_same_account_here_whatever_its_address(client, provider):
    return_from_provider(client, set_out(client)["state"])
    provider.claims["email"] = "changed@example.org"
    other = Client()
    return_from_provider(other, set_out(other)["state"])

    assert (User.objects.count(), is_in(other)) == (1, True)


def test_a_state_counts_only_at_the_provider_it_was_made_for(client, provider):
    state = set_out(client)["state"]

    response = return_from_provider(client, state, B)

    assert (response.status_code, is_in(client)) == (401, False)


def test_a_state_counts_only_in_the_browser_it_was_made_for(client, provider):
    state = set_out(client)["state"]
    stranger = Client()

    response = return_from_provider(stranger, state)

    assert (response.status_code, is_in(stranger)) == (401, False)


def test_a_state_counts_once(client, provider):
    state = set_out(client)["state"]
    return_from_provider(client, state)
    client.post("/accounts/logout/")

    assert (return_from_provider(client, state).status_code, is_in(client)) == (401, False)


@pytest.mark.parametrize("state", ["", "forged", "x" * 2_000])
def test_a_forged_state_is_refused_on_a_page_of_ours(client, provider, state):
    page = return_from_provider(client, state)

    assert (page.status_code, "We could not log you in" in page.text) == (401, True)


def test_who_changes_their_mind_sees_a_page_of_ours(client, provider):
    state = set_out(client)["state"]

    page = client.get(f"{A}callback/", {"error": "access_denied", "state": state}, follow=True)

    assert "You did not log in" in page.text


def test_a_provider_that_is_down_breaks_no_page(client, provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"

    page = client.post(A)

    assert (page.status_code, "We could not log you in" in page.text) == (503, True)
