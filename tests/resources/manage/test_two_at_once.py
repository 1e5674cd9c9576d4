"""Tests of two users at one publication, and of a form sent twice: nothing is lost or made twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from gateway.catalogue.models import Status
from resources.models import Edit, Publication
from tests.factories import make_contributor, make_editor, make_owner, make_publication
from tests.resources.manage.forms import ADD, get_page_url, make_changed_form, make_new_form

RACERS = 4


def make_draft(**fields):
    return make_publication(status=Status.DRAFT, body="Words.", focus_areas=["leadership"], **fields)


@pytest.mark.django_db
def test_the_second_of_two_is_told_and_sees_both_texts(client):
    publication = make_draft()
    first, second = make_owner(publication.publisher, display_name="Olive"), make_contributor(publication.publisher)
    client.force_login(first)
    client.post(get_page_url(publication), make_changed_form(publication, summary="Olive's words."))
    client.force_login(second)

    response = client.post(get_page_url(publication), make_changed_form(publication, summary="My words."))

    publication.refresh_from_db()
    row = response.context["adminform"].form.conflict[0]
    olive = f"Olive ({publication.publisher})"
    assert (row.label, row.by, row.theirs, row.yours) == ("Summary", olive, "Olive's words.", "My words.")
    assert publication.summary == "Olive's words."


@pytest.mark.django_db
def test_the_second_can_save_on_purpose_and_the_first_words_stay_in_the_history(client):
    publication = make_draft(summary="Before.")
    opened = make_changed_form(publication, summary="My words.")
    client.force_login(make_owner(publication.publisher))
    client.post(get_page_url(publication), make_changed_form(publication, summary="Their words."))
    told = client.post(get_page_url(publication), opened).context["adminform"].form

    client.post(get_page_url(publication), {**opened, "version": told["version"].value()})

    publication.refresh_from_db()
    assert publication.summary == "My words."
    assert "Their words." in [change["after"] for edit in Edit.objects.all() for change in edit.changes]


@pytest.mark.django_db
def test_a_file_that_somebody_else_added_is_named(client):
    publication = make_draft()
    publication.take_version(1)
    words = {"field": "files", "label": "Files", "before": "", "after": "Slides (slides.pdf, 9 bytes)"}
    Edit.objects.create(publication=publication, by=make_editor(display_name="Edi"), version=2, changes=[words])
    client.force_login(make_owner(publication.publisher))

    response = client.post(get_page_url(publication), make_changed_form(publication, version=1))

    assert "Slides (slides.pdf, 9 bytes)" in response.text


@pytest.mark.django_db
def test_a_form_that_was_sent_before_leads_to_what_it_made(client):
    client.force_login(make_owner())
    sent = make_new_form()
    client.post(f"{ADD}?kind=resource", sent)

    response = client.post(f"{ADD}?kind=resource", sent)

    assert response.url == get_page_url(Publication.objects.get())


@pytest.mark.django_db(transaction=True)
def test_of_many_savings_at_once_of_one_version_one_wins():
    publication = make_draft()
    sent = [make_changed_form(publication, summary=f"Words {number}.") for number in range(RACERS)]

    statuses = post_at_once(make_owner(publication.publisher), get_page_url(publication), sent)

    publication.refresh_from_db()
    assert sorted(statuses) == [200] * (RACERS - 1) + [302]
    assert (publication.version, publication.edits.count()) == (2, 1)


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_many_times_at_once_makes_one_publication():
    statuses = post_at_once(
        make_owner(), f"{ADD}?kind=resource", [make_new_form(form_key="0192f7a4-0000-4000-8000-000000000000")] * RACERS
    )

    assert statuses == [302] * RACERS
    assert Publication.objects.count() == 1


def post_at_once(user, address, sent):
    """Send every form in its own thread, and return the statuses of the responses."""
    clients = [Client() for _ in sent]
    for client in clients:
        client.force_login(user)

    def send(client, data):
        try:
            return client.post(address, data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(sent)) as pool:
        return list(pool.map(send, clients, sent))
