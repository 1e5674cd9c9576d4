"""Tests of who may enter the admin."""

from __future__ import annotations

import pytest

from gateway.catalogue.models import Status
from tests.factories import make_contributor, make_editor, make_publication, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make_person", "status"),
    [(make_user, 403), (make_contributor, 200), (make_editor, 200), (lambda: make_contributor(is_active=False), 302)],
    ids=["a person", "a member", "an editor", "a member who may no longer log in"],
)
def test_staff_and_the_people_of_publishers_may_enter(client, make_person, status):
    client.force_login(make_person())

    response = client.get("/manage/", follow=False)
    response = (
        client.get(response["Location"]) if response.get("Location", "").startswith("/manage/login") else response
    )

    assert response.status_code == status


def test_whoever_leaves_their_last_publisher_may_no_longer_enter(client):
    member = make_contributor()
    client.force_login(member)
    assert client.get("/manage/").status_code == 200

    member.memberships.all().delete()

    assert client.get("/manage/", follow=True).status_code == 403


def test_a_visitor_is_sent_to_the_sites_own_log_in(client):
    response = client.get("/manage/resources/publication/", follow=True)

    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/manage/resources/publication/"


@pytest.mark.parametrize(("make_person", "shown"), [(make_user, False), (make_contributor, True), (make_editor, True)])
def test_the_way_there_is_shown_to_those_who_may_go(client, make_person, shown):
    client.force_login(make_person())

    assert ('href="/manage/"' in client.get("/about/").text) is shown


@pytest.mark.parametrize("view", ["change", "delete", "history"])
def test_an_address_with_an_empty_column_shows_the_page(client, view):
    publication = make_publication(status=Status.DRAFT)
    client.force_login(make_editor())

    assert client.get(f"/manage/resources/publication/{publication.pk}/{view}/?_to_field=").status_code == 200
