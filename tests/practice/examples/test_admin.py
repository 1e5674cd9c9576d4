"""Practice examples in the admin: editors find what waits and correct what is there; nobody else sees them there."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gateway.catalogue.models import Status
from practice.models import PracticeExample
from tests.factories import make_editor, make_story, make_user

pytestmark = pytest.mark.django_db
LIST = reverse("admin:practice_practiceexample_changelist")


def change(example):
    return reverse("admin:practice_practiceexample_change", args=[example.pk])


def test_the_front_page_leads_to_the_queue(client):
    client.force_login(make_editor())
    make_story(status=Status.IN_REVIEW)

    [waiting] = client.get("/manage/").context["waiting"]

    assert (waiting.words, waiting.address) == ("1 practice example to review", reverse("practice:review"))


def test_an_editor_opens_an_example(client):
    client.force_login(make_editor())

    assert client.get(change(make_story("Five words"))).status_code == 200


def test_an_editor_archives_and_puts_back(client):
    client.force_login(make_editor())
    example = make_story()
    states = []
    for action in ("archive", "bring_back"):
        client.post(LIST, {"action": action, "_selected_action": [example.pk]})
        states.append(PracticeExample.objects.get().status)

    assert states == [Status.ARCHIVED, Status.PUBLISHED]


@pytest.mark.parametrize("rights", [{}, {"is_staff": True}])
def test_others_see_no_example_there(client, rights):
    client.force_login(make_user(**rights))
    example = make_story()

    assert client.get(LIST).status_code in (302, 403, 404)
    assert client.get(change(example)).status_code in (302, 403, 404)
