"""The account page: what others see, and where the user is logged in."""

from __future__ import annotations

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from accounts.models import User
from gateway.catalogue.models import SavedItem
from tests.factories import (
    PASSWORD,
    make_editor,
    make_member_of_the_public,
    make_owner,
    make_publication,
    make_publisher,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    user = make_user("sam@example.org", display_name="Sam")
    client.force_login(user)
    return user


def test_a_visitor_is_asked_to_log_in(client):
    assert client.get("/account/").url == "/accounts/login/?next=/account/"


def test_the_page_shows_what_others_see(client, person):
    person.role, person.organisation = "senco", "Elm School"
    person.save()

    page = client.get("/account/").text

    assert "<strong>Sam</strong><br>SENCO, Elm School" in page


@pytest.mark.parametrize(
    ("fields", "name"), [({}, "A member"), ({"role": "senco"}, "SENCO"), ({"display_name": "Sam"}, "Sam")]
)
def test_the_address_is_never_what_others_see(fields, name):
    assert make_user("sam@example.org", **fields).public_name == name


def test_name_role_and_organisation_are_changed(client, person):
    client.post("/account/", {"display_name": "Sami", "role": "teacher", "organisation": "Oak"})

    person.refresh_from_db()
    assert (person.display_name, person.role, person.organisation) == ("Sami", "teacher", "Oak")


def test_nothing_else_is_changed_with_them(client, person):
    sent = {"display_name": "Sam", "role": "", "organisation": "", "email": "x@example.org", "is_staff": "on"}
    client.post("/account/", {**sent, "is_editor": "on", "is_superuser": "on", "password": "x", "is_sample": "on"})

    now = User.objects.get(pk=person.pk)
    assert now.email == "sam@example.org"
    assert not any((now.is_staff, now.is_editor, now.is_superuser, now.is_sample))
    assert now.check_password(PASSWORD)


@pytest.mark.parametrize(
    "wrong", [{"role": "king"}, {"display_name": "x" * 81}, {"organisation": "x" * 121}, {"display_name": "a\x00b"}]
)
def test_what_cannot_be_right_is_refused(client, person, wrong):
    page = client.post("/account/", {"display_name": "Sam", "role": "", "organisation": "", **wrong})

    assert "There is a problem" in page.text
    person.refresh_from_db()
    assert person.display_name == "Sam"


def test_a_name_is_only_ever_text(client, person):
    client.post("/account/", {"display_name": "<script>alert(1)</script>", "role": "", "organisation": "{{ 7|add:7 }}"})

    page = client.get("/account/").text

    assert "<script>alert" not in page
    assert "{{ 7|add:7 }}" in page


def test_a_log_in_elsewhere_is_listed_and_can_be_ended():
    make_member_of_the_public("sam@example.org")
    here, there = Client(), Client(headers={"user-agent": "Lost phone"})
    for each in (here, there):
        each.post("/accounts/login/", {"login": "sam@example.org", "password": PASSWORD})
    page = here.get("/accounts/sessions/").text
    here.post(f"/account/sessions/{UserSession.objects.get(user_agent='Lost phone').pk}/end/")

    assert "Lost phone" in page
    assert (here.get("/account/").status_code, there.get("/account/").status_code) == (200, 302)


def test_nobody_ends_the_log_in_of_somebody_else(client, person):
    make_member_of_the_public("other@example.org")
    other = Client()
    other.post("/accounts/login/", {"login": "other@example.org", "password": PASSWORD})

    response = client.post(f"/account/sessions/{UserSession.objects.get().pk}/end/")

    assert (response.status_code, other.get("/account/").status_code) == (404, 200)


def test_all_other_log_ins_are_ended_at_once():
    make_member_of_the_public("sam@example.org")
    here, there, elsewhere = Client(), Client(), Client()
    for each in (here, there, elsewhere):
        each.post("/accounts/login/", {"login": "sam@example.org", "password": PASSWORD})

    here.post("/accounts/sessions/")

    assert [each.get("/account/").status_code for each in (here, there, elsewhere)] == [200, 302, 302]


def test_the_page_shows_publishers_and_drafts(client):
    publisher = make_publisher("Oak Trust")
    owner = make_owner(publisher)
    make_publication("A draft of mine", publisher=publisher, created_by=owner, status="draft")
    client.force_login(owner)

    page = client.get("/account/").text

    assert ("Oak Trust" in page, "A draft of mine" in page) == (True, True)


def count_of_queries(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(30) as captured:
        client.get("/account/")
    return len(captured)


def test_the_page_costs_the_same_however_much_there_is(client, person, django_assert_max_num_queries):
    SavedItem.objects.create(user=person, item=make_publication())
    few = count_of_queries(client, django_assert_max_num_queries)
    for _ in range(20):
        SavedItem.objects.create(user=person, item=make_publication())

    assert count_of_queries(client, django_assert_max_num_queries) == few


def test_the_header_leads_to_the_account_or_to_the_log_in(client):
    anonymous = client.get("/about/").text
    client.force_login(make_editor())
    member = client.get("/about/").text

    assert [">Log in<" in page and ">Sign up<" in page for page in (anonymous, member)] == [True, False]
    assert [">Your account<" in page for page in (anonymous, member)] == [False, True]


def test_the_way_to_log_out_is_on_every_page_of_a_member(client):
    way = f'<a class="tool" href="{reverse("account_logout")}">Log out</a>'
    anonymous = client.get("/about/").text
    client.force_login(make_member_of_the_public())

    assert [way in page for page in (anonymous, client.get("/about/").text)] == [False, True]
