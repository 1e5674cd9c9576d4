"""The author of an example, logged in, and a draft of theirs."""

from __future__ import annotations

import pytest

from gateway.catalogue.models import Status
from tests.factories import make_member, make_school, make_story


@pytest.fixture
def author(client):
    author = make_member(make_school("Oak Primary"))
    client.force_login(author)
    return author


@pytest.fixture
def draft(author):
    return make_story("Five words", status=Status.DRAFT, created_by=author)
