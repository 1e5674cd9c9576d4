"""Tests that kept pages are renewed when the public would see a change, not when a member drafts or votes."""

from __future__ import annotations

from functools import partial

import pytest
from django.urls import reverse

from accounts.models import User
from discussions.comments import edits
from discussions.comments.state import change_state
from discussions.comments.votes import save_vote
from discussions.models import Comment, State
from gateway.catalogue.models import SavedItem, Status
from gateway.catalogue.page_cache.version import get_committed_version
from practice.models import SchoolMembership
from resources.models import Publication
from tests.factories import (
    PASSWORD,
    get_focus_area,
    make_comment,
    make_file,
    make_owner,
    make_publication,
    make_publisher,
    make_regular,
    make_school,
    make_story,
    make_user,
    set_terms,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def has_moved(django_capture_on_commit_callbacks):
    """Return a function that says whether an act changes the version of all pages."""

    def ask(act) -> bool:
        before = get_committed_version()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return get_committed_version() != before

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


def edit_words(comment: Comment) -> None:
    edits.edit(comment, comment.author, "Other words.", comment.version)


UNSEEN = {
    "a draft is begun": lambda: partial(make_publication, status=Status.DRAFT, publisher=make_publisher()),
    "an example is begun": lambda: partial(make_story, status=Status.DRAFT),
    "a draft is saved": lambda: partial(save, draft(), title="Other"),
    "a draft gets terms": lambda: partial(set_terms, draft(), phases=["primary"]),
    "a draft gets a keyword": lambda: partial(draft().keywords.add, "autism"),
    "a draft gets a file": lambda: partial(make_file, draft()),
    "a draft is updated": lambda: partial(Publication.objects.filter(pk=draft().pk).update, title="A"),
    "a draft is sent in": lambda: partial(draft().move, Status.IN_REVIEW),
    "a draft is deleted": lambda: draft().delete,
    "somebody joins": lambda: make_user,
    "somebody logs in": lambda: partial(make_user().save, update_fields=["last_login"]),
    "somebody changes their password": lambda: partial(save, make_user(), password="x"),
    "somebody votes": lambda: partial(
        save_vote, comment=make_comment(make_publication()), user=make_regular(), helpful=True
    ),
    "somebody saves an item": lambda: partial(SavedItem.keep, make_user(), make_publication()),
    "somebody says where they work": lambda: partial(waiting_member, make_school()),
    "a colleague is refused": lambda: partial(save, waiting_member(), status="refused"),
    "what waits is posted": lambda: partial(held_comment, make_publication()),
    "what waits is hidden": lambda: partial(change_state, held_comment(), State.HIDDEN),
    "nothing is saved": lambda: make_school().save,
}
SEEN = {
    "an item is published": lambda: make_publication,
    "an item is edited": lambda: partial(save, make_publication(), title="Other"),
    "an item is withdrawn": lambda: partial(make_publication().move, Status.ARCHIVED),
    "an item is withdrawn by saving": lambda: partial(save, make_publication(), status="archived"),
    "an item gets terms": lambda: partial(set_terms, make_publication(), phases=["primary"]),
    "an item gets a file": lambda: partial(make_file, make_publication()),
    "an item gets a keyword": lambda: partial(make_publication().keywords.add, "autism"),
    "a keyword is renamed": lambda: partial(save, make_publication(keywords=["reading"]).keywords.get(), name="Books"),
    "a comment is posted": lambda: partial(make_comment, make_publication()),
    "a comment is edited": lambda: partial(edit_words, make_comment(make_publication(), make_regular())),
    "a comment is hidden": lambda: partial(change_state, make_comment(get_focus_area()), State.HIDDEN),
    "somebody takes another name": lambda: partial(save, make_user(), display_name="Ann"),
    "somebody leaves": lambda: make_user().delete,
    "a publisher takes another name": lambda: partial(save, make_publisher(), name="New"),
    "a school takes another name": lambda: partial(save, make_school(), name="New"),
}
"""Each function makes the rows and returns the change to test."""


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
