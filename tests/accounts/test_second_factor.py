"""Who must have a second factor before any page of the admin, and who need not."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from tests.factories import make_contributor, make_editor, make_owner, make_publisher, make_user

pytestmark = pytest.mark.django_db

SET_UP = "/accounts/2fa/"


@pytest.fixture(autouse=True)
def required(settings):
    """Require a second factor, as in production."""
    settings.REQUIRE_SECOND_FACTOR = True


def answer(client, user, address="/manage/"):
    client.force_login(user)
    return client.get(address)


@pytest.mark.parametrize("make", [make_editor, make_owner, lambda: make_user(is_staff=True, is_superuser=True)])
@pytest.mark.parametrize(
    "address",
    ["/manage/", "/manage/resources/publication/", "/manage/nowhere/", "/manage/import/", "/manage/statistics/all.csv"],
)
def test_who_can_do_much_harm_is_sent_to_set_one_up(client, make, address):
    assert answer(client, make(), address).url == SET_UP


def test_they_are_told_why(client):
    client.force_login(make_editor())

    assert "Before you can manage the Gateway" in client.get("/manage/", follow=True).text


def test_with_one_they_get_in(client):
    editor = make_editor()
    Authenticator.objects.create(user=editor, type=Authenticator.Type.TOTP, data={"secret": "x"})

    assert answer(client, editor).status_code == 200


@pytest.mark.parametrize("path", ["people/", "people/1/", "people/1/remove/", "invitations/1/revoke/", "profile/"])
def test_nor_does_an_owner_reach_the_people_and_page_of_a_publisher(client, path):
    client.force_login(make_owner(make_publisher(slug="mine")))
    address = f"/publishers/mine/{path}"

    answers = {client.get(address).url, client.post(address).url}

    assert answers == {SET_UP}


@pytest.mark.parametrize("address", ["/practice/review/", "/practice/review/nothing/"])
def test_nor_does_an_editor_decide_about_practice(client, address):
    assert answer(client, make_editor(), address).url == SET_UP


def test_to_leave_a_publisher_needs_none(client):
    assert answer(client, make_owner(make_publisher(slug="mine")), "/publishers/mine/people/leave/").status_code == 200


def test_contributors_need_none(client):
    assert answer(client, make_contributor()).status_code == 200


def test_a_form_is_not_taken_either(client):
    client.force_login(make_editor())

    assert client.post("/manage/catalogue/focusarea/add/", {}).url == SET_UP


def test_the_rest_of_the_site_needs_none(client):
    assert answer(client, make_editor(), "/account/").status_code == 200


def test_it_can_be_switched_off(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    assert answer(client, make_editor()).status_code == 200
