"""Tests of editors' decisions on applications, trust and suspension."""

from __future__ import annotations

import threading

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gateway.catalogue.models import FormerSlug
from resources.models import Membership, Publisher, PublisherApplication
from tests.factories import (
    make_application,
    make_contributor,
    make_editor,
    make_owner,
    make_publication,
    make_publisher,
    make_user,
)

pytestmark = pytest.mark.django_db
QUEUE = "/manage/resources/publisherapplication/"
APPROVE, TURN_DOWN = {"decision": "approve"}, {"decision": "turn_down", "why": "It is advertising."}


@pytest.fixture
def editor(client):
    """Return a logged-in editor."""
    user = make_editor()
    client.force_login(user)
    return user


def get_address(application):
    return f"{QUEUE}{application.pk}/change/"


def test_the_queue_shows_what_waits_first_and_the_longest_waiting_on_top(client, editor):
    for name in ("Alpha", "Beta"):
        make_application(name=name)
    make_application(name="Gamma", status="approved", decided_at="2026-01-01T00:00Z")

    text = client.get(QUEUE).text

    assert text.index("Alpha") < text.index("Beta") < text.index("Gamma")


def test_approving_makes_a_publisher_and_its_owner_and_tells_them(client, editor):
    application = make_application(make_user("me@example.org"), name="The Reading Charity")

    client.post(get_address(application), APPROVE)

    application.refresh_from_db()
    publisher = Publisher.objects.get()
    assert (publisher.name, publisher.slug, publisher.is_trusted) == (
        "The Reading Charity",
        "the-reading-charity",
        False,
    )
    assert (publisher.website, publisher.description) == (application.website, application.description)
    assert (application.status, application.decided_by, application.publisher) == ("approved", editor, publisher)
    assert list(publisher.memberships.values_list("user__email", "role")) == [("me@example.org", "owner")]
    assert list(publisher.steps.values_list("what", "by", "whom__email")) == [("approved", editor.pk, "me@example.org")]
    assert [message.to for message in mail.outbox] == [["me@example.org"]]
    assert f"/publishers/{publisher.slug}/people/" in mail.outbox[0].body


def test_turning_down_tells_the_applicant_why(client, editor):
    application = make_application()

    client.post(get_address(application), TURN_DOWN)

    application.refresh_from_db()
    assert (application.status, application.answer, Publisher.objects.count()) == (
        "turned_down",
        "It is advertising.",
        0,
    )
    assert "It is advertising." in mail.outbox[0].body


def test_turning_down_needs_a_reason(client, editor):
    application = make_application()

    response = client.post(get_address(application), {"decision": "turn_down"})

    assert (response.status_code, PublisherApplication.objects.waiting().count()) == (200, 1)
    assert "Enter a reason" in response.text


@pytest.mark.parametrize("second", [APPROVE, TURN_DOWN])
def test_the_second_editor_is_told_and_changes_nothing(client, editor, second, monkeypatch):
    application = make_application()
    stale = PublisherApplication.objects.get()
    client.post(get_address(application), APPROVE)
    monkeypatch.setattr("resources.admin.application.PublisherApplicationAdmin.get_object", lambda *args: stale)

    response = client.post(get_address(application), second)
    text = client.get(response["Location"]).text

    assert "has just decided" in text
    assert (PublisherApplication.objects.get().status, len(mail.outbox)) == ("approved", 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_decides():
    application = make_application()
    editors = [make_editor(), make_editor()]
    start = threading.Barrier(2)

    def decide(editor, what):
        browser = Client()
        browser.force_login(editor)
        start.wait()
        browser.post(get_address(application), what)
        connection.close()

    deciders = [threading.Thread(target=decide, args=pair) for pair in zip(editors, (APPROVE, TURN_DOWN), strict=True)]
    for decider in deciders:
        decider.start()
    for decider in deciders:
        decider.join()

    application.refresh_from_db()
    assert (application.status == "approved") == (Membership.objects.count() == 1)
    assert (application.is_waiting, len(mail.outbox)) == (False, 1)


def test_what_is_decided_can_only_be_read(client, editor):
    application = make_application(status="turned_down", decided_at="2026-01-01T00:00Z", answer="No.")

    page, post = client.get(get_address(application)), client.post(get_address(application), APPROVE)

    assert ("No." in page.text, 'name="decision"' in page.text, post.status_code) == (True, False, 403)


def test_a_publisher_that_nobody_owns_is_handed_to_the_applicant(client, editor):
    publisher = make_publisher("National SEND Body")
    application = make_application(name="NATIONAL send body")

    client.post(get_address(application), APPROVE)

    assert Publisher.objects.count() == 1
    assert publisher.memberships.get().user == application.applicant


def test_a_publisher_that_has_an_owner_is_not(client, editor):
    publisher = make_publisher("National SEND Body")
    make_owner(publisher)
    application = make_application(name="National SEND Body")

    client.post(get_address(application), APPROVE)

    assert (publisher.memberships.count(), PublisherApplication.objects.waiting().count()) == (1, 1)


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Join", "join-2"), ("Terms", "terms-2"), ("Taken", "taken-2"), ("Former", "former-2"), ("日本", "publisher")],
)
def test_a_new_publisher_gets_an_address_that_nobody_has_or_had(client, editor, name, slug):
    make_publisher("Somebody", slug="taken")
    FormerSlug.objects.create(vocabulary="publisher", slug="former", term_id=1)

    client.post(get_address(make_application(name=name)), APPROVE)

    assert Publisher.objects.get(name=name).slug == slug


def make_form(publisher, **changes):
    kept = {name: getattr(publisher, name) for name in ("name", "slug", "website", "description")}
    return kept | {"why": "", "steps-TOTAL_FORMS": 0, "steps-INITIAL_FORMS": 0} | changes


def test_an_editor_suspends_a_publisher_and_its_owners_hear_why(client, editor):
    publisher = make_publication().publisher
    make_owner(publisher, email="owner@example.org")
    page = f"/manage/resources/publisher/{publisher.pk}/change/"

    client.post(page, make_form(publisher, is_suspended="on", why="Complaints"))

    publisher.refresh_from_db()
    assert (publisher.is_suspended, publisher.publications.public().count()) == (True, 0)
    assert [(message.to, "Complaints" in message.body) for message in mail.outbox] == [(["owner@example.org"], True)]


def test_an_editor_brings_it_back(client, editor):
    publisher = make_publication().publisher
    publisher.suspend(by=editor, reason="Complaints")
    page = f"/manage/resources/publisher/{publisher.pk}/change/"

    client.post(page, make_form(publisher))

    publisher.refresh_from_db()
    assert (publisher.is_suspended, publisher.publications.public().count()) == (False, 1)


def test_a_suspension_without_a_reason_is_refused(client, editor):
    publisher = make_publisher()

    response = client.post(
        f"/manage/resources/publisher/{publisher.pk}/change/", make_form(publisher, is_suspended="on")
    )

    publisher.refresh_from_db()
    assert (response.status_code, publisher.is_suspended) == (200, False)


def test_a_change_of_the_name_alone_leaves_the_standing_as_another_editor_has_just_set_it(client, editor):
    publisher = make_publisher()
    form = make_form(publisher, name="Renamed")
    publisher.suspend(by=editor, reason="Meanwhile")

    client.post(f"/manage/resources/publisher/{publisher.pk}/change/", form | {"is_suspended": "on"})

    publisher.refresh_from_db()
    assert (publisher.name, publisher.is_suspended, publisher.steps.count()) == ("Renamed", True, 1)


def test_an_editor_trusts_a_publisher_and_no_longer(client, editor):
    publisher = make_publisher()
    page = f"/manage/resources/publisher/{publisher.pk}/change/"

    client.post(page, make_form(publisher, is_trusted="on"))
    client.post(page, make_form(publisher))

    publisher.refresh_from_db()
    assert list(publisher.steps.values_list("what", flat=True)) == ["trusted", "checked"]
    assert publisher.is_trusted is False


@pytest.mark.parametrize("path", [QUEUE, "/manage/resources/publisher/"])
@pytest.mark.parametrize("make_person", [make_contributor, make_owner])
def test_neither_is_there_for_the_people_of_publishers(client, path, make_person):
    application = make_application()
    client.force_login(make_person())

    assert client.get(path).status_code in (403, 404)
    assert client.post(get_address(application), APPROVE).status_code in (403, 404)
    assert PublisherApplication.objects.waiting().count() == 1


def test_the_queue_costs_the_same_for_many(client, editor):
    make_application()
    few = count_queries(client)
    for _ in range(40):
        make_application()

    assert count_queries(client) == few


def count_queries(client):
    with CaptureQueriesContext(connection) as captured:
        client.get(QUEUE)
    return len(captured)


def test_an_applicant_without_a_name_is_shown_by_address_alone(client):
    client.force_login(make_editor())
    application = make_application(make_user("priya@example.org"))

    page = client.get(f"/manage/resources/publisherapplication/{application.pk}/change/")

    assert ("&lt;priya" in page.text, "priya@example.org" in page.text) == (False, True)
    assert "Save and continue" not in page.text


def test_a_list_in_the_admin_is_titled_by_what_it_holds(client):
    client.force_login(make_editor())

    page = client.get("/manage/resources/publisherapplication/").text

    assert "<h1>Applications to publish</h1>" in page
    assert "Select application" not in page
