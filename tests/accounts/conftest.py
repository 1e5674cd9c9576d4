"""Fixtures for the tests of accounts: the outbox and a mail server that can be down."""

from __future__ import annotations

import socket

import pytest


@pytest.fixture
def mail_server(settings):
    """Return the port of a mail server that is down. A test starts a sink on it to bring it up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    transport = {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 5},
    }
    settings.MAILERS = {"default": {"BACKEND": "accounts.mail.outbox.OutboxBackend"}, "transport": transport}
    return port


@pytest.fixture
def through_outbox(settings):
    """Send mail through the outbox to django.core.mail.outbox."""
    settings.MAILERS = {**settings.MAILERS, "default": {"BACKEND": "accounts.mail.outbox.OutboxBackend"}}
