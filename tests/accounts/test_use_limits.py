"""Drafts, files and searches are rate limited per user, wherever they are made."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.rate_limits import middleware
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Set rates that a test can reach."""
    for name in ("DRAFTS_RATE", "UPLOADS_RATE", "SEARCHES_RATE"):
        monkeypatch.setattr(middleware, name, "2/m/user")


@pytest.fixture
def person(client):
    user = make_user()
    client.force_login(user)
    return user


def list_statuses(act):
    return [act().status_code for _ in range(3)]


@pytest.mark.parametrize("address", ["/browse/", "/practice/", "/discussions/", "/schools/"])
def test_the_third_search_of_a_member_waits(client, person, address):
    assert list_statuses(lambda: client.get(address, {"q": "reading"}))[-1] == 429


def test_visitors_and_lists_without_words_do_not_wait(client, person, django_user_model):
    found = list_statuses(lambda: client.get("/browse/"))
    client.logout()

    assert found + list_statuses(lambda: client.get("/browse/", {"q": "reading"})) == [200] * 6


def test_suggestions_while_somebody_types_do_not_wait(client, person):
    assert list_statuses(lambda: client.get("/suggest/", {"q": "reading"})) == [200] * 3


def test_the_third_draft_waits(client, person):
    assert list_statuses(lambda: client.post("/practice/share/new/", {"title": "Calm"}))[-1] == 429


def test_the_third_form_with_files_waits_wherever_it_goes(client, person):
    def send():
        return client.post("/account/", {"file": SimpleUploadedFile("a.txt", b"Words.")})

    assert list_statuses(send)[-1] == 429


def test_one_person_does_not_hold_up_another(client, person):
    list_statuses(lambda: client.get("/browse/", {"q": "reading"}))
    client.force_login(make_user())

    assert client.get("/browse/", {"q": "reading"}).status_code == 200
