"""Tests that kept pages are renewed when the public would see a change, not when a member drafts or votes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from discussions.comments import edits
from discussions.comments.state import move
from discussions.comments.votes import vote
from discussions.models import Comment, State
from gateway.catalogue.models import Keyword, SavedItem, Status
from gateway.catalogue.page_cache.version import committed_version
from practice.models import SchoolMembership
from resources.models import Publication
from tests.factories import (
    PASSWORD,
    focus_area,
    give_terms,
    make_comment,
    make_file,
    make_owner,
    make_publication,
    make_publisher,
    make_regular,
    make_school,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def has_moved(django_capture_on_commit_callbacks):
    """Return a function that says whether an act changes the version of all pages."""

    def ask(act) -> bool:
        before = committed_version()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return committed_version() != before

    return ask


def save(row, **fields):
    """Save a row with changed fields."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()


def held_comment(item=None) -> Comment:
    return make_comment(item or make_publication(), text="Words.", held=True)


def draft() -> Publication:
    return make_publication(status=Status.DRAFT, focus_areas=["leadership"], keywords=["reading"])


def waiting_member(school=None) -> SchoolMembership:
    return SchoolMembership.objects.create(school=school or make_school(), user=make_user(), role="SENCO")


UNSEEN = {
    "a draft is begun": lambda: (
        lambda of: lambda: make_publication(status=Status.DRAFT, publisher=of)
    )(make_publisher()),
    "an example is begun": lambda: lambda: make_story(status=Status.DRAFT),
    "a draft is saved": lambda: (lambda row: lambda: save(row, title="Other"))(draft()),
    "a draft gets terms": lambda: (lambda row: lambda: give_terms(row, phases=["primary"]))(draft()),
    "a draft gets a keyword": lambda: (lambda row: lambda: row.keywords.add("autism"))(draft()),
    "a draft gets a file": lambda: (lambda row: lambda: make_file(row))(draft()),
    "a draft is updated": lambda: (lambda row: lambda: type(row).objects.filter(pk=row.pk).update(title="A"))(draft()),
    "a draft is sent in": lambda: (lambda row: lambda: row.move(Status.IN_REVIEW))(draft()),
    "a draft is deleted": lambda: (lambda row: lambda: row.delete())(draft()),
    "somebody joins": lambda: make_user,
    "somebody logs in": lambda: (lambda user: lambda: user.save(update_fields=["last_login"]))(make_user()),
    "somebody changes their password": lambda: (lambda user: lambda: save(user, password="x"))(make_user()),
    "somebody votes": lambda: (
        lambda comment, user: lambda: vote(user, comment, helpful=True)
    )(make_comment(make_publication()), make_regular()),
    "somebody saves an item": lambda: (
        lambda user, item: lambda: SavedItem.keep(user, item)
    )(make_user(), make_publication()),
    "somebody says where they work": lambda: (lambda school: lambda: waiting_member(school))(make_school()),
    "a colleague is refused": lambda: (lambda row: lambda: save(row, status="refused"))(waiting_member()),
    "what waits is posted": lambda: (lambda item: lambda: held_comment(item))(make_publication()),
    "what waits is hidden": lambda: (lambda comment: lambda: move(comment, State.HIDDEN))(held_comment()),
    "nothing is saved": lambda: (lambda row: lambda: row.save())(make_school()),
}  # fmt: skip
SEEN = {
    "an item is published": lambda: make_publication,
    "an item is edited": lambda: (lambda row: lambda: save(row, title="Other"))(make_publication()),
    "an item is withdrawn": lambda: (lambda row: lambda: row.move(Status.ARCHIVED))(make_publication()),
    "an item is withdrawn by saving": lambda: (lambda row: lambda: save(row, status="archived"))(make_publication()),
    "an item gets terms": lambda: (lambda row: lambda: give_terms(row, phases=["primary"]))(make_publication()),
    "an item gets a file": lambda: (lambda row: lambda: make_file(row))(make_publication()),
    "an item gets a keyword": lambda: (lambda row: lambda: row.keywords.add("autism"))(make_publication()),
    "a keyword is renamed": lambda: (
        lambda row: lambda: save(Keyword.objects.get(name="reading"), name="Books")
    )(make_publication(keywords=["reading"])),
    "a comment is posted": lambda: (lambda item: lambda: make_comment(item))(make_publication()),
    "a comment is edited": lambda: (
        lambda comment: lambda: edits.edit(comment, comment.author, "Other words.", comment.version)
    )(make_comment(make_publication(), make_regular())),
    "a comment is hidden": lambda: (lambda comment: lambda: move(comment, State.HIDDEN))(make_comment(focus_area())),
    "somebody takes another name": lambda: (lambda user: lambda: save(user, display_name="Ann"))(make_user()),
    "somebody leaves": lambda: (lambda user: lambda: user.delete())(make_user()),
    "a publisher takes another name": lambda: (lambda row: lambda: save(row, name="New"))(make_publisher()),
    "a school takes another name": lambda: (lambda row: lambda: save(row, name="New"))(make_school()),
}  # fmt: skip


@pytest.mark.parametrize("what", UNSEEN)
def test_what_nobody_sees_empties_no_kept_page(has_moved, what):
    make_publication()
    act = UNSEEN[what]()

    assert not has_moved(act)


@pytest.mark.parametrize("what", SEEN)
def test_what_the_public_sees_has_pages_made_anew(has_moved, what):
    make_publication()
    act = SEEN[what]()

    assert has_moved(act)


def test_a_log_in_and_a_form_of_the_admin_for_a_draft_empty_no_kept_page(has_moved, client):
    publisher = make_publisher()
    row = make_publication(publisher=publisher, status=Status.DRAFT)
    owner: User = make_owner(publisher)

    assert not has_moved(lambda: client.login(username=owner.email, password=PASSWORD))
    assert not has_moved(lambda: client.get(reverse("admin:resources_publication_change", args=[row.pk])))
