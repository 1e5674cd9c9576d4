"""People in the tests of follows."""

from __future__ import annotations

import pytest

from tests.accounts.conftest import mail_server, through_outbox
from tests.factories import make_user


@pytest.fixture
def person(client):
    """A user who is logged in."""
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def reader():
    """A user who follows things."""
    return make_user()


__all__ = ["mail_server", "through_outbox"]
