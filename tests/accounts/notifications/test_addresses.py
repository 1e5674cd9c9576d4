"""Every address of notifications answers each role as docs/security.md says."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import Notification
from accounts.notifications.unsubscribe import build_unsubscribe_url
from accounts.urls import urlpatterns
from tests.discussions.follows.cast import run_notifications
from tests.factories import make_comment, make_publication, make_user

ROW = re.compile(r"^\| `(\w+)` \| (GET|POST) \| ([\w ]+) \| ([\w ]+) \| ([\w ]+) \|$", re.MULTILINE)
TABLE = ROW.findall((settings.BASE_DIR / "docs/security.md").read_text(encoding="utf-8"))


@pytest.fixture
def told(db):
    """Return a notification of a reply."""
    person = make_user()
    make_comment(make_comment(make_publication(), person))
    run_notifications()
    return Notification.objects.get(user=person)


def answer(client: Client, method: str, path: str) -> str:
    """Return the result of a request in the words of the table."""
    response = client.generic(method, path)
    is_log_in = response.status_code == 302 and "/accounts/login/" in response["Location"]
    return "log in" if is_log_in else str(response.status_code)


@pytest.mark.parametrize(("name", "method", "expected"), [(name, way, list(rest)) for name, way, *rest in TABLE])
def test_an_address_answers_as_the_table_says(told, name, method, expected):
    path = {
        "notification": lambda: reverse(name, args=[told.pk]),
        "unsubscribe": lambda: build_unsubscribe_url(told.user_id).removeprefix(settings.SITE_URL),
    }.get(name, lambda: reverse(name))()
    clients = [Client(), Client(), Client()]
    clients[1].force_login(make_user())
    clients[2].force_login(told.user)

    assert [answer(client, method, path) for client in clients] == expected


def test_the_table_has_every_address_and_method():
    names = {pattern.name for pattern in urlpatterns if "notif" in pattern.name or pattern.name == "unsubscribe"}

    assert {(name, method) for name, method, *_ in TABLE} == {(name, way) for name in names for way in ("GET", "POST")}
