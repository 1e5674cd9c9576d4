"""Deleting an account removes its name and address from the whole database.

What the member shared is kept or deleted as they choose.
"""

from __future__ import annotations

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.mail.outbox import deliver
from accounts.models import OutgoingMessage, User
from accounts.privacy import deletion
from discussions.models import Follow
from gateway.catalogue.models import Item, SavedItem, Status
from practice.models import PracticeExample, SchoolMembership
from resources.models import Membership
from tests.column_search import find_columns_with
from tests.factories import (
    PASSWORD,
    make_contributor,
    make_editor,
    make_member,
    make_member_of_the_public,
    make_owner,
    make_publication,
    make_publisher,
    make_school,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db

ADDRESS, NAME, PLACE = "zebedee@quagga.example.org", "Zebedee Quagga", "Quagga Academy"
WORDS = ("zebedee", "quagga")
KEEP, TAKE_AWAY = {"shared": "keep", "sure": "on"}, {"shared": "take-away", "sure": "on"}


@pytest.fixture
def person(client):
    """Return a freshly authenticated member with data in every table that can hold any."""
    person = make_member_of_the_public(ADDRESS, display_name=NAME, organisation=PLACE, role="senco")
    Client().post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    Client().post("/accounts/login/code/", {"email": ADDRESS})
    client.post("/accounts/login/", {"login": ADDRESS, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    fill(person)
    mail.outbox.clear()
    return person


def fill(person):
    make_member(make_school(), person, work_email="zebedee@school.example.org")
    SavedItem.objects.create(user=person, item=make_publication())
    Follow.objects.create(user=person, search="/browse/?q=quagga", search_name="Zebedee’s search")
    SocialAccount.objects.create(user=person, provider="oidc", uid="1", extra_data={"email": ADDRESS, "name": NAME})
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "Zebedee’s phone", "credential": {}}
    )
    OutgoingMessage.from_message(mail.EmailMessage("Hello", f"Dear {NAME}", to=[ADDRESS])).save()
    OutgoingMessage.from_message(mail.EmailMessage("School", "Code", to=["zebedee@school.example.org"])).save()
    example = make_story("Calm corners", slug="calm", created_by=person)
    make_publication("A guide", created_by=person)
    administrator, admin = make_user(is_staff=True, is_superuser=True), Client()
    admin.force_login(administrator)
    changed = {"email": ADDRESS, "display_name": NAME, "is_active": "on", "password": person.password}
    admin.post(reverse("admin:accounts_user_change", args=[person.pk]), changed)
    DBTaskResult.objects.create(
        task_path=deliver.module_path,
        args_kwargs={"args": [ADDRESS], "kwargs": {}},
        backend_name="default",
        run_after="2026-01-01T00:00Z",
        traceback=f"Refused: {ADDRESS}",
    )
    return example


def leave(client, choice):
    return client.post("/account/delete/", choice)


def test_name_and_address_are_gone_from_the_whole_database(client, person):
    before = find_columns_with(*WORDS)
    leave(client, KEEP)

    assert len(before) >= 12, before
    assert "sessions" in before
    assert find_columns_with(*WORDS) == set()
    assert "_auth_user_id" not in client.session


def test_the_end_of_an_account_is_confirmed_by_mail_to_the_address_it_had(client, person):
    leave(client, KEEP)

    assert [(message.subject, message.to) for message in mail.outbox] == [
        ("We have deleted your SEND Gateway account", [ADDRESS])
    ]
    assert "Zebedee" not in mail.outbox[0].body
    assert find_columns_with(*WORDS) == set()


def test_the_person_is_gone_with_what_was_theirs_alone(client, person):
    leave(client, KEEP)

    assert not User.objects.filter(pk=person.pk).exists()
    assert (EmailAddress.objects.count(), SavedItem.objects.count(), Authenticator.objects.count()) == (0, 0, 0)


def test_what_they_shared_stays_without_a_name_if_they_say_so(client, person):
    leave(client, KEEP)

    assert list(Item.objects.filter(slug__in=["calm", "a-guide"]).values_list("created_by", flat=True)) == [None, None]


def test_drafts_that_they_never_sent_go_and_what_the_editors_have_stays(client, person):
    make_story("Half a thought", status=Status.DRAFT, created_by=person)
    sent = make_story("Sent", status=Status.IN_REVIEW, created_by=person)
    sent.move(Status.DRAFT)

    leave(client, KEEP)

    assert set(PracticeExample.objects.values_list("slug", flat=True)) == {"calm", "sent"}


def test_what_they_shared_goes_if_they_say_so_but_not_what_a_publisher_offers(client, person):
    leave(client, TAKE_AWAY)

    assert list(Item.objects.filter(slug__in=["calm", "a-guide"]).values_list("slug", flat=True)) == ["a-guide"]
    assert find_columns_with(*WORDS) == set()


def test_other_people_keep_everything(client, person):
    other = make_member_of_the_public("other@example.org", display_name="Olive Other")
    SavedItem.objects.create(user=other, item=make_publication())
    OutgoingMessage.from_message(mail.EmailMessage("Hello", "Dear Olive", to=[other.email])).save()
    Client().post("/accounts/login/", {"login": other.email, "password": PASSWORD})
    before = find_columns_with("other@example.org", "Olive Other")

    leave(client, TAKE_AWAY)

    assert find_columns_with("other@example.org", "Olive Other") == before
    assert other.saved_items.count() == 1


@pytest.mark.parametrize("choice", [{}, {"shared": "keep"}, {"sure": "on"}, {"shared": "burn", "sure": "on"}])
def test_nothing_happens_without_a_choice_and_a_tick(client, person, choice):
    page = leave(client, choice)

    assert "There is a problem" in page.text
    assert User.objects.filter(pk=person.pk).exists()


def test_who_cannot_show_who_they_are_cannot_delete(client):
    person = make_member_of_the_public(ADDRESS)
    client.force_login(person)

    response = leave(client, KEEP)

    assert response.url.startswith("/accounts/reauthenticate/")
    assert User.objects.filter(pk=person.pk).exists()


def test_no_two_choices_of_the_page_have_one_name(client, person):
    page = client.get("/account/delete/").text

    assert "Keep my account" in page
    assert "Keep it" not in page


def test_a_visitor_has_nothing_to_delete_or_download(client):
    answers = [
        client.get(address).url for address in ("/account/delete/", "/account/download/", "/account/download/file/")
    ]

    assert all(address.startswith("/accounts/login/") for address in answers)


def test_the_only_owner_of_a_publisher_with_people_hands_it_on_first(client, person):
    publisher = make_publisher("Oak Trust")
    Membership.objects.create(publisher=publisher, user=person, role="owner")
    make_contributor(publisher)

    page = leave(client, KEEP)

    assert "only owner of Oak Trust" in page.text
    assert User.objects.filter(pk=person.pk).exists()


def test_an_owner_beside_another_may_leave(client, person):
    publisher = make_publisher("Oak Trust")
    Membership.objects.create(publisher=publisher, user=person, role="owner")
    make_owner(publisher)

    leave(client, KEEP)

    assert not User.objects.filter(pk=person.pk).exists()


def test_an_editor_who_leaves_leaves_decisions_that_name_nobody(client, person):
    User.objects.filter(pk=person.pk).update(is_editor=True, is_staff=True)
    publication = make_publication("Decided", status=Status.DRAFT)
    publication.move(Status.IN_REVIEW, by=person)
    publication.move(Status.PUBLISHED, by=person)

    leave(client, KEEP)

    assert list(publication.steps.filter(to_status=Status.PUBLISHED).values_list("by", flat=True)) == [None]
    assert find_columns_with(*WORDS) == set()


def test_a_message_that_waits_for_an_editor_is_untouched(client, person):
    make_editor(email="editor@example.org")
    OutgoingMessage.from_message(mail.EmailMessage("News", "Words", to=["editor@example.org"])).save()

    leave(client, KEEP)

    assert OutgoingMessage.objects.get().recipients == "editor@example.org"


@pytest.mark.parametrize("in_a_list", [True, False])
def test_an_administrator_who_deletes_a_person_leaves_no_trace_either(client, person, in_a_list):
    delete_in_admin(client, person, in_a_list)

    assert not User.objects.filter(pk=person.pk).exists()
    assert find_columns_with(*WORDS) == set()


def delete_in_admin(client, person, in_a_list):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    if in_a_list:
        chosen = {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"}
        client.post(reverse("admin:accounts_user_changelist"), chosen)
    else:
        client.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"})


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
@pytest.mark.parametrize("in_a_list", [True, False])
def test_a_row_that_is_written_while_an_administrator_deletes_a_person_delays_the_deletion(
    client, person, in_a_list, monkeypatch
):
    """The first try meets a follow that was not there when the rows of the person were collected."""
    item, tries = make_publication(), []

    def follow(*_, **__):
        tries.append(person.pk)
        if len(tries) == 1:
            Follow.objects.create(user_id=person.pk, item=item)

    monkeypatch.setattr(deletion, "send_message", follow)

    delete_in_admin(client, person, in_a_list)

    assert len(tries) == 2
    assert not User.objects.filter(pk=person.pk).exists()
    connection.check_constraints()


def test_somebody_whose_address_holds_theirs_keeps_everything(client, person):
    other = make_member_of_the_public(f"not.{ADDRESS}")
    OutgoingMessage.from_message(mail.EmailMessage("Hello", "Words", to=[other.email])).save()
    DBTaskResult.objects.create(
        task_path=deliver.module_path,
        args_kwargs={"args": [other.email], "kwargs": {}},
        backend_name="default",
        run_after="2026-01-01T00:00Z",
    )
    Client().post("/accounts/login/", {"login": other.email, "password": PASSWORD})
    before = find_columns_with(other.email)

    leave(client, KEEP)

    assert find_columns_with(other.email) == before
    assert {"accounts_outgoingmessage.recipients", f"{DBTaskResult._meta.db_table}.args_kwargs"} <= before


def test_who_was_sent_a_link_by_their_school_and_has_not_opened_it_can_leave(client, person):
    colleague = make_member(make_school(), status=SchoolMembership.Status.WAITING)
    for user in (person, colleague):
        user.school_memberships.update(
            work_email="zebedee@school.example.org", link_key=uuid4(), link_sent_at=timezone.now()
        )

    client.post(reverse("account_delete"), KEEP)

    assert not User.objects.filter(pk=person.pk).exists()
    assert colleague.school_memberships.get().link_key is None
