"""Tests that an accepted publication with a future date is called scheduled everywhere, and never published."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gateway.catalogue.models import Status
from tests.factories import make_editor, make_owner, make_publication
from tests.resources.manage.forms import LIST, get_page_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def make_waiting_publication():
    """Return a publication in review that is due in three days."""
    return make_publication(
        status=Status.IN_REVIEW,
        body="Words.",
        focus_areas=["leadership"],
        published_at=timezone.now() + timedelta(days=3),
    )


def test_nobody_is_told_that_it_is_published(client, editor):
    publication = make_waiting_publication()

    html = client.post(get_page_url(publication, "step"), {"to": "published"}, follow=True).text

    assert "is scheduled. It will be published on" in html
    assert "Scheduled: on the site from" in html
    assert "Published" not in html


def test_its_preview_and_its_history_call_it_scheduled(client, editor):
    publication = make_waiting_publication()
    publication.move(Status.PUBLISHED, by=editor)

    assert "Scheduled: this is a preview" in client.get(publication.get_absolute_url()).text
    assert "moved it from in review to scheduled" in client.get(get_page_url(publication, "history")).text


def test_the_list_tells_it_from_what_is_out(client, editor):
    publication, out = make_waiting_publication(), make_publication()
    publication.move(Status.PUBLISHED, by=editor)

    lists = {name: client.get(LIST, {"status__exact": name}).context["cl"] for name in ("scheduled", "published")}

    assert {name: [row.pk for row in shown.result_list] for name, shown in lists.items()} == {
        "scheduled": [publication.pk],
        "published": [out.pk],
    }


def test_the_front_page_counts_it_apart(client, editor):
    make_waiting_publication().move(Status.PUBLISHED, by=editor)
    make_publication()

    html = client.get(reverse("admin:index")).text

    assert "<b>1</b> Scheduled" in html
    assert "<b>1</b> Published" in html


def test_its_owner_reads_in_their_account_where_it_stands(client):
    publication = make_waiting_publication()
    client.force_login(make_owner(publication.publisher))
    publication.move(Status.PUBLISHED)

    assert "Scheduled: this is a preview" in client.get(publication.get_absolute_url()).text
