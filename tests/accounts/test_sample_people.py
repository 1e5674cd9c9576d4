from __future__ import annotations

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts.models import User

pytestmark = pytest.mark.django_db

TABLE = """\
admin@example.org	sample-administrator	administrator
editor@example.org	sample-editor	editor
publisher-owner@example.org	sample-publisher-owner	publisher owner
contributor@example.org	sample-contributor	publisher contributor
other-publisher@example.org	sample-other-publisher	owner of another publisher
senco@example.org	sample-senco	SENCO
teacher@example.org	sample-teacher	teacher
head@example.org	sample-head	headteacher
"""


@pytest.fixture
def in_development(settings):
    settings.DEBUG = True


def sample_people():
    out = StringIO()
    call_command("sample_people", stdout=out)
    return out.getvalue()


def test_there_are_none_outside_development():
    out = StringIO()

    with pytest.raises(CommandError, match="DEBUG"):
        call_command("sample_people", stdout=out)

    assert (out.getvalue(), User.objects.count()) == ("", 0)


@pytest.mark.usefixtures("in_development")
def test_nothing_but_the_table_is_printed():
    assert sample_people() == TABLE


@pytest.mark.usefixtures("in_development")
def test_a_second_run_prints_the_same_and_adds_nobody():
    sample_people()

    assert sample_people() == TABLE
    assert (User.objects.count(), EmailAddress.objects.count()) == (8, 8)


@pytest.mark.usefixtures("in_development")
def test_each_has_the_rights_of_the_role():
    sample_people()

    rights = User.objects.order_by("email").values_list("is_superuser", "is_staff", "is_editor", "is_sample")
    assert list(rights) == [
        (True, True, True, True),
        (False, False, False, True),
        (False, True, True, True),
        (False, False, False, True),
        (False, False, False, True),
        (False, False, False, True),
        (False, False, False, True),
        (False, False, False, True),
    ]


@pytest.mark.usefixtures("in_development")
def test_everybody_can_log_in_with_what_is_printed(client):
    for line in sample_people().splitlines():
        email, password, _ = line.split("\t")
        client.logout()

        response = client.post("/accounts/login/", {"login": email, "password": password})

        assert (response.status_code, client.session["_auth_user_id"]) == (
            302,
            str(User.objects.get(email=email).pk),
        )


@pytest.mark.usefixtures("in_development")
def test_a_password_that_was_changed_is_set_back():
    sample_people()
    teacher = User.objects.get(email="teacher@example.org")
    teacher.set_password("something else")
    teacher.save()

    sample_people()

    teacher.refresh_from_db()
    assert teacher.check_password("sample-teacher")


@pytest.mark.usefixtures("in_development")
def test_a_second_run_leaves_people_logged_in():
    sample_people()
    before = User.objects.get(email="teacher@example.org").password

    sample_people()

    assert User.objects.get(email="teacher@example.org").password == before
