"""Secrets never appear in the log, on a page, or in a response that could be cached."""

from __future__ import annotations

import logging

import pytest
from django.core import mail
from django.test import Client

from accounts.mail.outbox import send_due
from accounts.models import OutgoingMessage
from tests.accounts.messages import find_code, link_in
from tests.factories import PASSWORD, make_member_of_the_public

pytestmark = pytest.mark.django_db

KNOWN = "known@example.org"


@pytest.fixture
def everything_logged(caplog):
    """Capture the log at level DEBUG."""
    with caplog.at_level(logging.DEBUG):
        yield caplog


def test_the_log_holds_nothing_that_opens_an_account(client, everything_logged):
    make_member_of_the_public(KNOWN)
    client.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})
    Client().post("/accounts/login/", {"login": KNOWN, "password": "a wrong secret"})
    Client().post("/accounts/login/code/", {"email": KNOWN})
    Client().post("/accounts/password/reset/", {"email": KNOWN})
    code, link = find_code(mail.outbox[0]), link_in(mail.outbox[1])
    client.get(link.removesuffix("/"))

    text = everything_logged.text
    secrets = [PASSWORD, "a wrong secret", code, client.session.session_key]
    assert [secret for secret in secrets if secret in text] == []


@pytest.mark.parametrize("transport", ["FailingBackend", "RefusingBackend"])
def test_a_message_that_cannot_be_sent_leaves_none_of_its_words_in_the_log(
    through_outbox, settings, everything_logged, transport
):
    settings.MAILERS = {**settings.MAILERS, "transport": {"BACKEND": f"tests.accounts.transports.{transport}"}}
    mail.EmailMessage("Code", "SECRET-CODE", to=["refused@example.org", KNOWN]).send()
    send_due()

    assert "SECRET-CODE" not in everything_logged.text
    assert KNOWN not in everything_logged.text
    assert OutgoingMessage.objects.exists()


@pytest.mark.parametrize(
    "address", ["/account/", "/account/download/", "/account/download/file/", "/account/saved/", "/accounts/login/"]
)
def test_no_cache_keeps_a_page_of_an_account(client, address):
    make_member_of_the_public(KNOWN)
    client.post("/accounts/login/", {"login": KNOWN, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    response = client.get(address)

    assert "no-store" in response["Cache-Control"] or response.status_code == 302
