"""Tests of two users at work on a page and its new version: nothing is lost, and only one of them decides."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from gateway.catalogue.models import Status, StepNotAllowed
from resources.models import Edit, Publication
from resources.publications.revisions import compare_with_original, open_revision
from resources.publications.workflow import take_step
from tests.factories import make_contributor, make_editor, make_owner, make_publication
from tests.resources.manage.forms import format_typed, get_page_url, make_changed_form
from tests.resources.manage.versions import NEW, OLD, publish

pytestmark = pytest.mark.django_db


def test_what_somebody_changed_on_the_page_meanwhile_is_not_lost(client, published, revision):
    client.force_login(make_editor())
    client.post(
        get_page_url(published),
        make_changed_form(
            published,
            summary="A newer summary.",
            slug="reading",
            url_is_page="on",
            keywords="pairs",
            publisher=published.publisher_id,
            phases=[phase.pk for phase in published.phases.all()],
            published_at=format_typed(published.published_at),
        ),
    )

    publish(revision)

    after = Publication.objects.get()
    assert (after.title, after.summary) == (NEW, "A newer summary.")


def test_the_same_field_changed_twice_is_shown_before_it_is_decided(client, published, revision):
    Edit.objects.create(
        publication=published,
        version=2,
        changes=[{"field": "title", "label": "Title", "before": OLD, "after": "Something else"}],
    )
    Publication.objects.filter(pk=published.pk).update(title="Something else", version=2)
    client.force_login(make_editor())

    html = client.get(get_page_url(revision, "changes")).text

    assert "Also changed on the page" in html
    assert compare_with_original(Publication.objects.get(pk=revision.pk), for_editor=True)[0].is_contested


def test_a_page_that_changed_after_it_was_compared_is_not_replaced(client, published, revision):
    Publication.objects.filter(pk=published.pk).update(version=2)
    client.force_login(make_editor())

    client.post(get_page_url(revision, "step"), {"to": "published", "version": 1, "page_version": 1})

    assert Publication.objects.filter(pk=revision.pk).exists()


def test_of_two_editors_who_publish_it_the_second_is_told(client, published, revision):
    stale = Publication.objects.get(pk=revision.pk)
    publish(revision)

    with pytest.raises(StepNotAllowed):
        take_step(stale, Status.PUBLISHED, by=make_editor())


def test_of_two_who_save_it_the_second_sees_both_texts(client, published, revision):
    opened = make_changed_form(revision, summary="My words.")
    client.force_login(make_owner(published.publisher))
    client.post(get_page_url(revision), make_changed_form(revision, summary="Their words."))

    response = client.post(get_page_url(revision), opened)

    assert response.context["adminform"].form.conflict[0].theirs == "Their words."


@pytest.mark.django_db(transaction=True)
def test_of_many_who_begin_at_once_all_get_the_same_new_version():
    published = make_publication(OLD, body="Old words.", focus_areas=["leadership"])
    people = [make_contributor(published.publisher) for _ in range(4)]

    def begin_as(person):
        try:
            return open_revision(published, by=person).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        begun = set(pool.map(begin_as, people))

    assert begun == {Publication.objects.get(revises=published).pk}


@pytest.mark.django_db(transaction=True)
def test_of_many_who_publish_it_at_once_one_does():
    published = make_publication(OLD, body="Old words.", focus_areas=["leadership"])
    revision = open_revision(published, by=make_contributor(published.publisher))
    Publication.objects.filter(pk=revision.pk).update(title=NEW)
    editors = [make_editor() for _ in range(4)]

    def publish_as(editor):
        try:
            publish(revision, editor)
        except (StepNotAllowed, Publication.DoesNotExist):
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(len(editors)) as pool:
        assert sorted(pool.map(publish_as, editors)) == [False, False, False, True]
    assert Publication.objects.get().title == NEW
