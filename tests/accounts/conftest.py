"""What the tests of accounts stand on: an outbox, a mail server that can be down, and how a person gets in."""

from __future__ import annotations

import socket

import pytest


@pytest.fixture
def mail_server(settings):
    """The port of a mail server that is down; start a sink on it to bring it up."""
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
    """Mail goes through the outbox and from there to django.core.mail.outbox."""
    settings.MAILERS = {**settings.MAILERS, "default": {"BACKEND": "accounts.mail.outbox.OutboxBackend"}}
