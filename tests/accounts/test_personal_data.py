"""The download of all data that the Gateway holds about a user."""

from __future__ import annotations

import json

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps

from accounts.models import User
from accounts.privacy.data_export import export_data, get_person_fields
from gateway.catalogue.models import SavedItem, Step
from practice.models import PracticeExample
from tests.factories import PASSWORD, make_editor, make_member, make_member_of_the_public, make_publication, make_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    """Return a freshly authenticated member."""
    person = make_member_of_the_public("sam@example.org", display_name="Sam", role="senco", organisation="Elm")
    client.post("/accounts/login/", {"login": "sam@example.org", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return person


def test_it_comes_as_a_file(client, person):
    response = client.get("/account/download/file/")

    assert response["Content-Type"] == "application/json"
    assert response["Content-Disposition"].startswith('attachment; filename="send-gateway-')
    assert "no-store" in response["Cache-Control"]


def test_it_asks_who_it_is_first(client):
    client.force_login(make_member_of_the_public())

    assert client.get("/account/download/file/").url.startswith("/accounts/reauthenticate/")


def test_its_page_says_what_it_is_and_once_begun_that_it_comes(client, person):
    page = client.get("/account/download/").text
    assert "<h1>Download your data</h1>" in page
    assert 'name="begin"' in page

    end = client.get("/account/download/?begin=yes").text
    assert "<h1>Your download has started</h1>" in end
    assert 'content="0; url=/account/download/file/"' in end


def test_it_holds_who_one_is_and_what_one_did(client, person):
    make_member(make_school(), person)
    SavedItem.objects.create(user=person, item=make_publication("Kept"))
    PracticeExample.objects.create(title="Calm corners", slug="calm", created_by=person, need="Noise.")

    data = json.loads(client.get("/account/download/file/").content)

    assert (data["person"]["email"], data["person"]["organisation"]) == ("sam@example.org", "Elm")
    assert data["practice.PracticeExample"][0]["need"] == "Noise."
    assert {"account.EmailAddress", "catalogue.SavedItem", "practice.SchoolMembership"} <= data.keys()
    assert {"usersessions.UserSession", "catalogue.Step"} <= data.keys()


def test_every_table_that_points_to_people_is_part_of_it(person):
    pointing = {model._meta.label for model in apps.get_models() if get_person_fields(model)}

    assert {"catalogue.Item", "practice.SchoolMembership", "resources.Membership", "mfa.Authenticator"} <= pointing
    assert len(pointing) >= 12


def test_it_opens_no_account(person):
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "TOPSECRET"})

    text = json.dumps(export_data(person), default=str)

    assert "TOPSECRET" not in text
    assert not any(person.password in text for person in User.objects.all())


def test_it_names_nobody_else(person):
    editor = make_editor(email="editor@example.org", display_name="Edna Editor")
    item = PracticeExample.objects.create(title="Calm corners", slug="calm", created_by=person)
    Step.objects.filter(item=item).update(by=editor)
    make_member(make_school(), person, decided_by=editor)

    text = json.dumps(export_data(person), default=str)

    assert "somebody else" in text
    assert not any(word in text for word in ("editor@example.org", "Edna"))
