"""Users in the admin: editors find them, nobody reads their secrets, and a lost second step can be reset."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import END_OF_TIME, User
from tests.factories import PASSWORD, make_contributor, make_editor, make_member, make_publisher, make_school, make_user

pytestmark = pytest.mark.django_db
OURS = {"accounts", "catalogue", "resources", "practice", "discussions"}
LIST = "admin:accounts_user_changelist"


def make_superuser() -> User:
    return User.objects.create_superuser("root@example.org", PASSWORD)


def reset(client, person, **fields):
    return client.post(reverse("admin:accounts_user_reset_second_step", args=[person.pk]), fields)


@pytest.fixture
def person():
    """Return a user with an authenticator app for the second step."""
    person = make_user("lost@example.org", display_name="Lotte Lost")
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    return person


def test_only_tables_of_our_own_apps_are_in_the_admin():
    assert {model._meta.app_label for model in admin.site._registry} <= OURS


def test_no_page_of_the_admin_shows_the_secret_of_a_second_step(client, person):
    client.force_login(make_superuser())

    for name in (LIST, "admin:index"):
        assert "JBSWY3DPEHPK3PXP" not in client.get(reverse(name)).text
    for place in ("change", "history"):
        assert "JBSWY3DPEHPK3PXP" not in client.get(reverse(f"admin:accounts_user_{place}", args=[person.pk])).text
    assert client.get("/manage/mfa/authenticator/").status_code == 404


@pytest.mark.parametrize("words", ["Ash Primary", "Ann", "The Oak Trust", "ann@example.org"])
def test_an_editor_finds_people_by_name_school_publisher_and_whole_address(client, words):
    ann = make_contributor(make_publisher("The Oak Trust"), email="ann@example.org", display_name="Ann Able")
    make_member(make_school("Ash Primary"), ann)
    make_user(display_name="Somebody Else")
    client.force_login(make_editor())

    page = client.get(reverse(LIST), {"q": words}).text

    assert "Ann Able" in page
    assert "Somebody Else" not in page
    assert "Ash Primary" in page
    assert "The Oak Trust" in page


def test_an_editor_sees_where_somebody_stands_and_neither_address_nor_password(client, person):
    User.objects.filter(pk=person.pk).update(suspended_until=END_OF_TIME)
    client.force_login(make_editor())

    page = client.get(reverse("admin:accounts_user_change", args=[person.pk])).text

    assert "Suspended permanently" in page
    assert person.email not in page
    assert "algorithm" not in page


def test_a_list_of_people_costs_no_query_a_row(client, django_assert_max_num_queries):
    client.force_login(make_editor())
    for _ in range(12):
        make_member(make_school(), make_contributor())

    with django_assert_max_num_queries(14):
        client.get(reverse(LIST))


def test_who_has_the_right_resets_a_lost_second_step(client, person):
    editor = make_editor(resets_second_factors=True)
    theirs = Client()
    theirs.force_login(person)
    theirs.get(reverse("account"))
    client.force_login(editor)

    response = reset(client, person, reason="Called the school.")

    assert response.status_code == 302
    assert not Authenticator.objects.filter(user=person).exists()
    assert not UserSession.objects.filter(user=person).exists()
    assert theirs.get(reverse("account")).status_code == 302
    entry = LogEntry.objects.get(object_id=person.pk)
    assert (entry.user, entry.change_message) == (editor, "Reset the second step: Called the school.")
    assert [(*message.to, message.subject) for message in mail.outbox] == [
        ("lost@example.org", "We have reset your second step on the SEND Gateway")
    ]


def test_without_a_reason_nothing_is_reset(client, person):
    client.force_login(make_editor(resets_second_factors=True))

    page = reset(client, person, reason=" ").text

    assert "Enter how you checked" in page
    assert Authenticator.objects.filter(user=person).exists()


def test_without_the_right_there_is_no_such_page(client, person):
    client.force_login(make_editor())

    assert reset(client, person, reason="Because.").status_code == 404
    assert Authenticator.objects.filter(user=person).exists()


def test_nobody_resets_their_own_or_a_superusers(client):
    editor, root = make_editor(resets_second_factors=True), make_superuser()
    client.force_login(editor)
    for each in (editor, root):
        Authenticator.objects.create(user=each, type=Authenticator.Type.TOTP, data={"secret": "A"})

        reset(client, each, reason="Because.")

    assert Authenticator.objects.count() == 2
