"""Who may work on an example, and for whom it does not exist."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gateway.catalogue.models import Status
from tests.factories import make_editor, make_member, make_school, make_story, make_user

pytestmark = pytest.mark.django_db

PAGE_NAMES = ("share_preview", "submit", "take_back", "share_delete", "change")
STRANGERS = {
    "a member": lambda draft: make_user(),
    "somebody of another school": lambda draft: make_member(make_school()),
    "somebody not yet confirmed": lambda draft: make_member(draft.school, status="waiting"),
    "its author, who left": lambda draft: leave_school(draft),
}


def get_need_address(example):
    return reverse("practice:share_step", args=[example.slug, "need"])


def leave_school(draft):
    draft.created_by.school_memberships.update(status="left")
    return draft.created_by


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS.keys())
@pytest.mark.parametrize("name", PAGE_NAMES)
@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED])
def test_a_foreign_example_does_not_exist(client, stranger, name, status):
    school = make_school()
    example = make_story(status=status, school=school, created_by=make_member(school))
    client.force_login(stranger(example))
    address = reverse(f"practice:{name}", args=[example.slug])

    assert client.post(address).status_code in ({405} if name == "share_preview" else {404})
    assert client.get(address).status_code in ({404} if name not in ("submit", "take_back") else {405})
    assert client.post(get_need_address(example), {"version": 1, "title": "Stolen"}).status_code == 404


EDITORS = {
    "a confirmed colleague": lambda draft: make_member(draft.school),
    "an editor": lambda draft: make_editor(),
}


@pytest.mark.parametrize("person", EDITORS.values(), ids=EDITORS.keys())
def test_colleagues_and_editors_may_go_on_with_a_draft(client, person):
    school = make_school()
    draft = make_story(status=Status.DRAFT, school=school, created_by=make_member(school))
    client.force_login(person(draft))

    client.post(get_need_address(draft), {"version": draft.version, "title": draft.title, "need": "Put better."})

    draft.refresh_from_db()
    assert draft.need == "Put better."


def test_whoever_leaves_a_school_stays_the_author(client):
    school = make_school()
    author = make_member(school, make_user(display_name="Sam"))
    example = make_story(school=school, created_by=author)
    author.school_memberships.update(status="left")
    client.force_login(author)

    html = client.get(example.get_absolute_url()).content.decode()

    assert "Shared by Sam" in html
    assert client.get(reverse("practice:certificate", args=[example.slug])).status_code == 200
    assert "Revise or withdraw" not in html
