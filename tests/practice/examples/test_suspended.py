"""Suspended members keep their drafts, but cannot send or start any."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gateway.catalogue.models import Status
from practice.models import PracticeExample
from tests.factories import make_member, make_school, make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def suspended(client):
    user = make_member(make_school(), make_user(suspended_until=timezone.now() + timedelta(days=7)))
    client.force_login(user)
    return user


def test_a_draft_stays_and_is_not_sent(client, suspended):
    school = suspended.school_memberships.get().school
    draft = make_story(slug="calm", status=Status.DRAFT, created_by=suspended, school=school)

    assert "An editor has suspended you" in client.get("/practice/share/calm/check/").text
    assert client.post("/practice/share/calm/send/", {"version": draft.version}).status_code == 403

    draft.refresh_from_db()
    assert draft.status == Status.DRAFT


@pytest.mark.parametrize("path", ["/practice/share/new/", "/practice/calm/tried-too/"])
def test_nothing_is_begun_and_the_page_says_why(client, suspended, path):
    make_story(slug="calm")

    for answer in (client.get(path), client.post(path, {"need": "Words"})):
        assert answer.status_code == 403
        assert "You cannot take part at the moment" in answer.text
    assert PracticeExample.objects.count() == 1


def test_once_the_time_is_over_all_is_as_before(client, suspended):
    suspended.suspended_until = timezone.now() - timedelta(seconds=1)
    suspended.save()

    assert client.get("/practice/share/new/").status_code == 200
