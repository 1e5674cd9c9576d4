"""Every registered action of the admin is pressed.

An action that cannot be undone must first say what it will do and ask for confirmation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import OutgoingMessage
from gateway.catalogue.models import Keyword
from tests.client import Client
from tests.factories import PASSWORD, make_publication, make_school
from tests.site.world import World, build_world

WRITING_PATTERN = re.compile(r'^(?:INSERT(?: OR IGNORE)? INTO|UPDATE|DELETE FROM) "(?!django_session|cache)')
CONFIRMATION = {"confirmed": "yes", "post": "yes"}
"""The fields of the confirmation, on our page and on Django's own page to delete."""
REVERSIBLE_ACTIONS = {"make_verified"}
"""Reversible actions of packages, which have no mark `can_be_undone`."""
ACTIONS = sorted(
    (model._meta.label, name)
    for model, model_admin in admin.site._registry.items()
    for name in [*(model_admin.actions or ()), "delete_selected"]
)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Build the site once, with two keywords and a duplicate school. Changes of tests are rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build_world()
        make_school(urn="", is_checked=False)
        make_publication(keywords=["autistic", "autism"])
        OutgoingMessage.objects.create(subject="News", recipients="a@example.org", content={})
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    """Return the client of a superuser, who is offered every action."""
    with transaction.atomic():
        client = Client()
        client.login(email=world.people["superuser"].email, password=PASSWORD)
        yield client
        transaction.set_rollback(True)


def press_action(client: Client, label: str, action: str, sent: dict[str, Any]) -> tuple[Any, list[str]]:
    """Press an action on all rows of a model, and return the response and the SQL that wrote something."""
    model_admin = get_admin(label)
    address = reverse(f"admin:{label.lower().replace('.', '_')}_changelist")
    chosen = [str(pk) for pk in model_admin.model._default_manager.values_list("pk", flat=True)]
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.post(address, {"action": action, "_selected_action": chosen, **sent})
    return response, [query["sql"] for query in queries if WRITING_PATTERN.match(query["sql"])]


def get_admin(label: str) -> Any:
    return next(each for model, each in admin.site._registry.items() if model._meta.label == label)


def needs_confirmation(label: str, action: str) -> bool:
    """Return whether an action must be confirmed."""
    known = action in REVERSIBLE_ACTIONS or hasattr(getattr(get_admin(label), action, None), "can_be_undone")
    return not known


@pytest.mark.parametrize(("label", "action"), ACTIONS)
def test_the_first_press_of_what_cannot_be_undone_does_nothing(client, label, action):
    response, written = press_action(client, label, action, {})

    assert response.status_code in (200, 302, 403, 405)
    assert written == [] or not needs_confirmation(label, action)


@pytest.mark.parametrize(("label", "action"), ACTIONS)
def test_the_second_press_is_answered(client, label, action):
    response, _ = press_action(client, label, action, CONFIRMATION)

    assert response.status_code in (200, 302, 403, 405)


@pytest.mark.parametrize(
    ("label", "action"),
    [
        ("catalogue.Keyword", "merge"),
        ("practice.SchoolMembership", "confirm"),
        ("practice.SchoolMembership", "refuse"),
        ("accounts.OutgoingMessage", "send_again"),
    ],
)
def test_what_cannot_be_undone_says_what_it_will_do_and_is_then_done(client, label, action):
    page, _ = press_action(client, label, action, {})
    choice = re.search(r'name="choice" value="(\d+)"', page.text)
    answer, written = press_action(client, label, action, CONFIRMATION | ({"choice": choice[1]} if choice else {}))

    assert "You cannot undo this." in page.text
    assert answer.status_code == 302
    assert written != []


@pytest.mark.parametrize("model_admin", admin.site._registry.values(), ids=str)
def test_a_list_takes_its_order_from_get_ordering_and_not_from_its_queryset(rf, world, model_admin):
    request = rf.get("/")
    request.user = world.people["superuser"]
    order = tuple(model_admin.get_queryset(request).query.order_by)

    assert order in ((), tuple(model_admin.get_ordering(request)))


def test_keywords_are_merged_into_the_one_that_is_used_most(client):
    make_publication(keywords=["sensory"])
    for _ in range(3):
        make_publication(keywords=["zebra"])

    page, _ = press_action(client, "catalogue.Keyword", "merge", {})
    first = re.search(r'value="(\d+)" required checked> (\w+) \((\d) items\)', page.text)
    assert first
    press_action(client, "catalogue.Keyword", "merge", CONFIRMATION | {"choice": first[1]})

    assert (first[2], first[3]) == ("zebra", "3")
    assert [keyword.name for keyword in Keyword.objects.all()] == ["zebra"]
