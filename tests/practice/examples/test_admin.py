"""Practice examples in the admin: editors find and correct them; nobody else sees them there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from gateway.catalogue.models import Status
from practice.models import PracticeExample
from tests.factories import make_editor, make_story, make_user

pytestmark = pytest.mark.django_db
LIST_ADDRESS = reverse("admin:practice_practiceexample_changelist")


def get_change_address(example):
    return reverse("admin:practice_practiceexample_change", args=[example.pk])


def test_the_front_page_leads_to_the_queue(client):
    client.force_login(make_editor())
    make_story(status=Status.IN_REVIEW)

    [waiting] = client.get("/manage/").context["waiting"]

    assert (waiting.words, waiting.address) == ("1 practice example to review", reverse("practice:review"))


def test_an_editor_opens_an_example(client):
    client.force_login(make_editor())

    assert client.get(get_change_address(make_story("Five words"))).status_code == 200


def test_an_editor_archives_and_puts_back(client):
    client.force_login(make_editor())
    example = make_story()
    states = []
    for action in ("archive", "bring_back"):
        client.post(LIST_ADDRESS, {"action": action, "_selected_action": [example.pk]})
        states.append(PracticeExample.objects.get().status)

    assert states == [Status.ARCHIVED, Status.PUBLISHED]


@pytest.mark.parametrize("rights", [{}, {"is_staff": True}])
def test_others_see_no_example_there(client, rights):
    client.force_login(make_user(**rights))
    example = make_story()

    assert client.get(LIST_ADDRESS).status_code in (302, 403, 404)
    assert client.get(get_change_address(example)).status_code in (302, 403, 404)


def make_form_data(client, example, **fields):
    """Return what a browser sends of the opened form, with these fields changed."""
    page = client.get(get_change_address(example)).context["adminform"].form
    values = {name: page[name].value() for name in page.fields}
    steps = {"steps-TOTAL_FORMS": "0", "steps-INITIAL_FORMS": "0"}
    return {name: value for name, value in values.items() if value is not None} | steps | fields


def test_the_second_of_two_in_the_admin_is_told_and_sees_both_texts(client):
    client.force_login(make_editor())
    example = make_story(need="The need.")
    mine = make_form_data(client, example, need="My words.")
    client.post(get_change_address(example), make_form_data(client, example, need="Their words."))

    response = client.post(get_change_address(example), mine)

    example.refresh_from_db()
    assert "Someone else saved this while you were writing." in response.text
    assert response.context["adminform"].form.conflict == [("Need", "Their words.", "My words.")]
    assert example.need == "Their words."


def test_a_field_that_differs_only_in_how_a_browser_ends_its_lines_is_no_conflict(client):
    client.force_login(make_editor())
    example = make_story(need="The need.", what_we_did="We chose words.\nWe taught them.")
    mine = make_form_data(client, example, need="My words.", what_we_did="We chose words.\r\nWe taught them.")
    client.post(get_change_address(example), make_form_data(client, example, need="Their words."))

    response = client.post(get_change_address(example), mine)

    assert response.context["adminform"].form.conflict == [("Need", "Their words.", "My words.")]


def test_the_second_can_save_on_purpose(client):
    client.force_login(make_editor())
    example = make_story(need="The need.")
    mine = make_form_data(client, example, need="My words.")
    client.post(get_change_address(example), make_form_data(client, example, need="Their words."))
    told = client.post(get_change_address(example), mine).context["adminform"].form

    client.post(get_change_address(example), {**mine, "version": told["version"].value()})

    example.refresh_from_db()
    assert (example.need, example.version) == ("My words.", 3)


@pytest.mark.django_db(transaction=True)
def test_of_two_savings_at_once_of_one_version_one_wins():
    example, editor = make_story(need="The need."), make_editor()
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(editor)
    sent = make_form_data(clients[0], example)

    def send(client):
        try:
            return client.post(get_change_address(example), sent | {"need": str(id(client))}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        statuses = sorted(pool.map(send, clients))

    example.refresh_from_db()
    assert (statuses, example.version) == ([200, 302], 2)
