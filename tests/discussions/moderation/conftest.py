"""People and helpers for the tests of moderation."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.urls import reverse

from discussions.models import Report
from discussions.moderation import spam
from discussions.moderation.decisions import get_case_token
from discussions.moderation.member_keys import make_member_key
from practice.models import SchoolMessage
from tests.factories import make_comment, make_editor, make_publication, make_regular


@pytest.fixture
def author(db):
    """A member who has posted a comment."""
    return make_regular("author@example.org", display_name="Ava Author")


@pytest.fixture
def comment(author):
    """A public post."""
    return make_comment(make_publication("A guide"), author, "Buy my course.")


@pytest.fixture
def reporter(db):
    """A member who reports posts."""
    return make_regular("reporter@example.org", display_name="Rory Reporter")


@pytest.fixture
def editor(client):
    """An editor who is logged in."""
    user = make_editor(email="editor@example.org")
    client.force_login(user)
    return user


def sign_shown_time(ago: timedelta = timedelta(minutes=1)) -> str:
    """Return the signed time of a form that was shown this long ago."""
    value = f":{signing.b62_encode(int(time.time() - ago.total_seconds()))}"
    return f"{value}:{spam.SIGNER.signature(value)}"


def make_report(thing: Any, by: Any = None, **fields: Any) -> Report:
    """Make an open report of a post or a member."""
    what = {"comment": thing} if hasattr(thing, "text") else {"member": thing}
    return Report.objects.create(**what, by=by, **({"concern": "spam", "text": getattr(thing, "text", "")} | fields))


def get_case_url(thing: Any) -> str:
    """Return the page where an editor decides about a post, a message or a member."""
    if isinstance(thing, SchoolMessage):
        return reverse("discussions:moderate_message", args=[thing.reference])
    if hasattr(thing, "text"):
        return reverse("discussions:moderate_comment", args=[thing.pk])
    return reverse("discussions:moderate_member", args=[make_member_key(thing)])


def post_decision(client: Any, thing: Any, act: str = "", **fields: Any) -> Any:
    """Post the decision of an editor who sees the current state."""
    thing.refresh_from_db()
    sent = {
        "act": act,
        "seen": get_case_token(thing),
        "words": "Because." if act == "hide" or fields.get("member") else "",
    }
    return client.post(get_case_url(thing), {**sent, **fields}, follow=True)
