"""Tests of the history: who did what to a publication, and what changed in each field."""

from __future__ import annotations

import pytest

from gateway.catalogue.models import Status
from resources.models import Edit
from resources.publications.edits.comparison import Piece, compare_texts
from resources.publications.edits.record import get_text_by_field, record_edit
from tests.factories import make_contributor, make_editor, make_owner, make_publication
from tests.resources.manage.forms import ADD, get_page_url, make_changed_form, make_new_form

pytestmark = pytest.mark.django_db


def make_draft(**fields):
    return make_publication(status=Status.DRAFT, body="Words.", focus_areas=["leadership"], **fields)


def test_an_edit_keeps_the_words_before_and_after(client):
    publication = make_draft(summary="Before.")
    client.force_login(make_owner(publication.publisher))

    client.post(
        get_page_url(publication), make_changed_form(publication, summary="After.", focus_areas=[], cost="free")
    )

    assert Edit.objects.get().changes == [
        {"field": "summary", "label": "Summary", "before": "Before.", "after": "After."},
        {"field": "cost", "label": "Cost", "before": "", "after": "Free"},
        {"field": "focus_areas", "label": "Focus areas", "before": "Leadership of SEND", "after": ""},
    ]


def test_saving_without_a_change_leaves_no_row(client):
    publication = make_draft()
    client.force_login(make_owner(publication.publisher))

    client.post(get_page_url(publication), make_changed_form(publication))

    assert Edit.objects.count() == 0


def test_the_history_tells_steps_and_edits_the_latest_first(client):
    publication = make_draft(summary="Before.")
    client.force_login(make_owner(publication.publisher, display_name="Olive"))
    client.post(get_page_url(publication), make_changed_form(publication, summary="After.", _submit="yes"))

    entries = client.get(get_page_url(publication, "history")).context["page"].object_list

    olive = f"Olive ({publication.publisher})"
    assert [(entry.by, entry.what) for entry in entries] == [
        (olive, "moved it from draft to in review"),
        (olive, "changed Summary"),
        ("A former member", "made it: draft"),
    ]


def test_what_was_written_first_is_in_the_history_too(client):
    client.force_login(make_owner())

    client.post(f"{ADD}?kind=news", make_new_form())

    assert {change["field"] for change in Edit.objects.get().changes} >= {"title", "summary", "body", "focus_areas"}


def test_editors_notes_are_not_told_to_publishers(client):
    publication = make_draft()
    before = get_text_by_field(publication)
    publication.editors_note = "Ask them about the licence."
    publication.save()
    record_edit(publication, before, by=make_editor())
    client.force_login(make_contributor(publication.publisher))

    response = client.get(get_page_url(publication, "history"))

    assert "Ask them" not in response.text
    assert Edit.objects.count() == 1


def test_an_address_of_somebody_without_a_name_is_not_shown(client):
    publication = make_draft()
    before = get_text_by_field(publication)
    publication.title = "Another"
    publication.save()
    record_edit(publication, before, by=make_editor(email="edi@example.org"))
    client.force_login(make_contributor(publication.publisher))

    response = client.get(get_page_url(publication, "history"))

    assert "edi@example.org" not in response.text
    assert "An editor" in response.text


def test_a_text_is_compared_line_by_line():
    assert list(compare_texts("One\nTwo\nThree", "One\n2\nThree")) == [
        Piece("stayed", "One"),
        Piece("went", "Two"),
        Piece("came", "2"),
        Piece("stayed", "Three"),
    ]


@pytest.mark.parametrize(
    ("status", "expected"), [(Status.DRAFT, 302), (Status.IN_REVIEW, 403), (Status.PUBLISHED, 403)]
)
def test_only_a_draft_is_deleted(client, status, expected):
    publication = make_publication(status=status)
    client.force_login(make_owner(publication.publisher))

    response = client.post(get_page_url(publication, "delete"), {"post": "yes"})

    assert response.status_code == expected
    assert type(publication).objects.filter(pk=publication.pk).exists() == (expected == 403)


def test_a_draft_that_was_public_once_is_kept(client):
    publication = make_publication()
    publication.move(Status.DRAFT, by=make_editor())
    client.force_login(make_editor())

    assert client.post(get_page_url(publication, "delete"), {"post": "yes"}).status_code == 403


def test_the_history_says_for_whom_each_person_acted(client):
    publication = make_draft()
    publication.move(Status.IN_REVIEW, by=make_contributor(publication.publisher, display_name="Connie"))
    publication.move(Status.RETURNED, by=make_editor(display_name="Edi"), reason="Please name the ages.")
    client.force_login(make_owner(publication.publisher))

    html = client.get(get_page_url(publication, "history")).text

    assert f"Connie ({publication.publisher})" in html
    assert "Edi (SEND Gateway)" in html


def test_the_history_costs_the_same_however_many_people_acted(client, django_assert_max_num_queries):
    publication = make_draft()
    for _ in range(5):
        publication.move(Status.IN_REVIEW, by=make_contributor(publication.publisher))
        publication.move(Status.DRAFT, by=make_editor())
    client.force_login(make_editor())

    with django_assert_max_num_queries(9):
        client.get(get_page_url(publication, "history"))
