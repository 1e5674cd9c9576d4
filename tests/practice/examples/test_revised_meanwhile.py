"""An editor changes a published example while its author writes a new version, and the changes of neither are lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gateway.catalogue.models import Status, StepNotAllowed
from practice.examples import drafts, workflow
from practice.models import PracticeExample
from tests.factories import get_focus_area, make_editor, make_story

pytestmark = pytest.mark.django_db
REFUSED_MESSAGE = "The page has changed since this new version was started: “The need”."


@pytest.fixture
def revision(school, author):
    """Return a new version that waits, with a changed need."""
    public = make_story("Five words", school=school, created_by=author, need="The need.", who_for="Year 3.")
    revision = drafts.revise_example(public, author)
    revision.need = "The author's need."
    revision.status = Status.IN_REVIEW
    revision.save()
    return revision


def change_page(revision, **fields):
    """Change the published example as an editor does in the admin."""
    page = PracticeExample.objects.get(pk=revision.revises_id)
    for name, value in fields.items():
        setattr(page, name, value)
    page.take_version(page.version)
    page.save()
    return page


def get_review_address(revision):
    return reverse("practice:review_example", args=[revision.slug])


def post_decision(client, revision, decision="publish", **fields):
    versions = {
        "version": revision.version,
        "page_version": PracticeExample.objects.get(pk=revision.revises_id).version,
    }
    return client.post(get_review_address(revision), {"decision": decision, **versions, **fields}, follow=True)


def test_a_plain_approval_over_a_change_of_the_page_is_refused_with_a_sentence(client, editor, revision):
    page = change_page(revision, need="The editor's need.")

    html = post_decision(client, revision).text

    page.refresh_from_db()
    assert page.need == "The editor's need."
    assert REFUSED_MESSAGE in html


def test_the_editor_sees_what_it_was_what_it_is_and_what_it_would_be(client, editor, revision):
    change_page(revision, need="The editor's need.")

    response = client.get(get_review_address(revision))

    (contested,) = response.context["changes"].contested.values()
    assert contested == ("The need", "The need.", "The editor's need.", "The author's need.")
    assert "Publish and replace the changes" in response.text
    assert 'value="publish"' not in response.text


def test_what_was_seen_is_published_on_purpose_and_the_history_says_so(client, editor, revision):
    page = change_page(revision, need="The editor's need.")

    post_decision(client, revision, "publish-over")

    page.refresh_from_db()
    assert page.need == "The author's need."
    assert page.steps.last().reason == "A revision was approved, over changes made meanwhile in “The need”."


def test_what_the_author_did_not_touch_stays_as_the_editor_has_it(client, editor, revision):
    page = change_page(revision, who_for="Year 4.", title="Six words")
    page.focus_areas.set([get_focus_area("outcomes")])

    post_decision(client, revision)

    page.refresh_from_db()
    assert (page.who_for, page.title, page.need) == ("Year 4.", "Six words", "The author's need.")
    assert [area.slug for area in page.focus_areas.all()] == ["outcomes"]
    assert page.steps.last().reason == "A revision was approved."


def test_topics_that_both_changed_are_named(client, editor, revision):
    page = change_page(revision)
    page.focus_areas.set([get_focus_area("outcomes")])
    revision.focus_areas.set([get_focus_area("use-of-resources")])

    html = post_decision(client, revision).text

    assert "“Focus areas”" in html


def test_what_was_changed_after_the_editor_opened_the_page_is_looked_at_first(client, editor, revision):
    opened = PracticeExample.objects.get(pk=revision.revises_id).version
    page = change_page(revision, who_for="Year 4.")

    html = post_decision(client, revision, page_version=opened).text

    assert "was changed after you opened this page" in html
    assert PracticeExample.objects.filter(pk=revision.pk).exists()
    assert page.need == "The need."


def test_whoever_approves_by_whatever_way_is_refused(revision):
    change_page(revision, need="The editor's need.")

    with pytest.raises(StepNotAllowed):
        workflow.publish(revision, make_editor())
