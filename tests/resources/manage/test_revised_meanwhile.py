"""Tests of edits to a page while its new version is written: no text is overwritten unnoticed."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages

from gateway.catalogue.models import Status, StepNotAllowed
from resources.models import Edit, Publication
from tests.factories import make_editor
from tests.resources.manage.forms import LIST, get_page_url, make_changed_form
from tests.resources.manage.versions import NEW, OLD, publish

pytestmark = pytest.mark.django_db
THEIRS = "Reading in pairs"
REFUSED = (
    f"“{NEW}” stays as it is. The page has changed since this new version was started: “Title”. "
    "Check what is different. Then select “Publish and replace the changes”, or change the new version."
)
OVER = "Publish and replace the changes"


def change_page(published, field, before, after):
    """Change the page as an editor does in its own form."""
    changes = [{"field": field, "label": field.capitalize(), "before": before, "after": after}]
    Edit.objects.create(publication=published, version=2, changes=changes)
    Publication.objects.filter(pk=published.pk).update(version=2, **{field: after})


@pytest.fixture
def editor(client):
    editor = make_editor(display_name="Edi")
    client.force_login(editor)
    return editor


@pytest.fixture
def waiting(revision):
    """Return a new version that waits for an editor."""
    revision.status = Status.IN_REVIEW
    revision.save()
    return revision


@pytest.fixture
def contested(published, waiting):
    """Return a new version that waits for an editor, of a page whose title has since changed."""
    change_page(published, "title", OLD, THEIRS)
    return waiting


def press(client, revision, **fields):
    seen = {"version": revision.version, "page_version": Publication.objects.get(pk=revision.revises_id).version}
    return client.post(get_page_url(revision, "step"), {"to": "published", **seen, **fields})


WAYS = {
    "a button of its page": press,
    "the queue": lambda client, revision: press(client, revision, next="queue"),
    "the button of the form": lambda client, revision: client.post(
        get_page_url(revision), make_changed_form(revision, publisher=revision.publisher_id, _publish="yes")
    ),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_a_plain_approval_is_refused_and_leads_to_what_differs(client, editor, contested, way):
    response = way(client, contested)

    assert response.url == get_page_url(contested, "changes")
    assert [str(message) for message in get_messages(response.wsgi_request)] == [REFUSED]
    assert Publication.objects.get(pk=contested.revises_id).title == THEIRS


def test_what_is_approved_in_a_list_is_refused_too(client, editor, contested):
    html = client.post(LIST, {"action": "publish", "_selected_action": [contested.pk]}, follow=True).text

    assert REFUSED in html
    assert Publication.objects.get(pk=contested.revises_id).title == THEIRS


def test_whoever_approves_by_whatever_way_is_refused(contested):
    with pytest.raises(StepNotAllowed):
        publish(contested)


def test_what_differs_is_shown_with_one_button_that_says_what_it_does(client, editor, contested):
    html = client.get(get_page_url(contested, "changes")).text

    assert f">{OVER}</button>" in html
    assert ">Publish</button>" not in html


def test_what_was_seen_is_published_on_purpose_and_the_history_says_so(client, editor, contested):
    response = press(client, contested, replaces_changes="yes")

    after = Publication.objects.get()
    *_, reason = after.steps.values_list("reason", flat=True)
    assert response.url == get_page_url(after)
    assert after.title == NEW
    assert reason == "put the new version on the site, over what was changed meanwhile in “Title”"


def test_what_was_changed_once_more_is_looked_at_first(client, editor, contested):
    Publication.objects.filter(pk=contested.revises_id).update(version=3)

    press(client, contested, page_version=2, replaces_changes="yes")

    assert Publication.objects.filter(pk=contested.pk).exists()


def test_a_change_that_the_new_version_does_not_touch_asks_for_nothing(client, editor, published, waiting):
    change_page(published, "summary", published.summary, "A newer summary.")
    html = client.get(get_page_url(waiting, "changes")).text

    press(client, waiting)

    after = Publication.objects.get()
    assert (after.title, after.summary) == (NEW, "A newer summary.")
    assert ">Publish</button>" in html
    assert OVER not in html


def test_the_button_of_the_form_leads_to_the_page_that_is_on_the_site_now(client, editor, published, waiting):
    response = WAYS["the button of the form"](client, waiting)

    assert response.url == get_page_url(published)
