"""What the account shows about schools, and what remains when it is deleted."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from accounts import account_sections
from accounts.privacy.data_export import export_data
from accounts.privacy.deletion import delete_person
from practice.models import School, SchoolMembership, SchoolMessage
from tests.factories import make_member, make_school, make_user

pytestmark = pytest.mark.django_db


def get_schools_section(user):
    """Return the section of the account about schools."""
    return next(each for each in account_sections.get_sections(user) if each.title == "Where you work")


def test_the_account_leads_a_newcomer_to_saying_where_they_work():
    assert [link.label for link in get_schools_section(make_user()).links] == ["Tell us where you work"]


def test_the_account_shows_schools_and_who_waits_there():
    school = make_school("Oak")
    user = make_member(school)
    make_member(school, status=SchoolMembership.Status.WAITING)

    links = [(link.label, link.note) for link in get_schools_section(user).links]

    assert links == [("Oak", "Confirmed"), ("Do you know these people?", "1 waiting to be confirmed")]


def test_the_copy_of_a_persons_data_holds_their_schools_but_no_link():
    key = uuid.uuid4()

    user = make_user()
    make_member(
        make_school(),
        user,
        status=SchoolMembership.Status.WAITING,
        work_email="a@oak.org.uk",
        link_key=key,
        link_sent_at=timezone.now(),
    )

    copy = str(export_data(user))

    assert "a@oak.org.uk" in copy
    assert str(key) not in copy


@pytest.mark.parametrize(("with_content", "left"), [(True, 0), (False, 1)])
def test_a_deleted_account_takes_its_messages_along_only_if_asked(with_content, left):
    user, school = make_user(), make_school(urn="")
    School.objects.update(added_by=user)
    make_member(school, user)
    SchoolMessage.objects.create(school=school, sender=user, text="Hello", form_key=uuid.uuid4())

    delete_person(user, with_content=with_content)

    assert SchoolMessage.objects.count() == left
    assert not SchoolMembership.objects.exists()
    assert School.objects.get().added_by is None


def test_a_conversation_whose_sender_has_gone_still_opens(client):
    school = make_school()
    sender = make_user()
    first = SchoolMessage.objects.create(school=school, sender=sender, text="Hello", form_key=uuid.uuid4())
    sender.delete()
    client.force_login(make_member(school))

    page = client.get(f"/account/messages/{first.reference}/")

    assert "A former member" in page.text
