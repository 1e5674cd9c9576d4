"""Tests of files in the form of a publication: adding several, replacing one at its address, and deleting one."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gateway.catalogue.models import Status
from resources.models import Edit, Publication, PublicationFile
from tests.factories import make_owner, make_publication
from tests.files import make_pdf
from tests.resources.manage.forms import ADD, get_page_url, make_changed_form, make_new_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def publication():
    """Return a draft with a file."""
    made = make_publication(status=Status.DRAFT, body="Words.", focus_areas=["leadership"])
    made.files.create(title="The plan", file=SimpleUploadedFile("plan.pdf", make_pdf()))
    return made


def make_file_row(stored: PublicationFile, **fields):
    """Return the form row of a file as opened, with these fields changed."""
    row = {
        "id": stored.pk,
        "publication": stored.publication_id,
        "title": stored.title,
        "order": stored.order,
        **fields,
    }
    return {"files-TOTAL_FORMS": "1", "files-INITIAL_FORMS": "1", **{f"files-0-{name}": row[name] for name in row}}


def test_several_files_come_at_once_with_their_titles(client):
    client.force_login(make_owner())
    files = [SimpleUploadedFile("plan.pdf", make_pdf()), SimpleUploadedFile("slides_for_parents.pdf", make_pdf(3))]

    client.post(f"{ADD}?kind=resource", {**make_new_form(uploads=files), "uploads-title": ["The plan", ""]})

    stored = Publication.objects.get().files.all()
    assert [(file.title, file.pages) for file in stored] == [("The plan", 1), ("Slides for parents", 3)]


def test_another_file_takes_the_place_of_one_at_the_same_address(client, publication):
    file = publication.files.get()
    client.force_login(make_owner(publication.publisher))

    client.post(
        get_page_url(publication),
        make_changed_form(publication, **make_file_row(file, file=SimpleUploadedFile("new.pdf", make_pdf(5)))),
    )

    replaced = publication.files.get()
    assert (replaced.url, replaced.title) == (file.url, "The plan")
    assert (replaced.pages, replaced.sha256 != file.sha256) == (5, True)


def test_the_history_tells_of_a_file_that_was_replaced(client, publication):
    file = publication.files.get()
    client.force_login(make_owner(publication.publisher))

    client.post(
        get_page_url(publication),
        make_changed_form(publication, **make_file_row(file, file=SimpleUploadedFile("new.pdf", make_pdf(5)))),
    )

    assert [change["label"] for change in Edit.objects.get().changes] == ["Files"]


def test_a_file_is_taken_away(client, publication):
    client.force_login(make_owner(publication.publisher))

    client.post(
        get_page_url(publication), make_changed_form(publication, **make_file_row(publication.files.get(), DELETE="on"))
    )

    assert publication.files.count() == 0


def test_a_copy_has_files_of_its_own(client, publication):
    client.force_login(make_owner(publication.publisher))

    client.post(get_page_url(publication, "copy"))

    copied = PublicationFile.objects.exclude(publication=publication).get()
    original = publication.files.get()
    assert (copied.title, copied.sha256) == (original.title, original.sha256)
    assert copied.file.name != original.file.name


def test_a_file_of_another_publisher_is_not_replaced_through_our_form(client, publication):
    ours = make_publication(status=Status.DRAFT, body="Words.", focus_areas=["leadership"])
    theirs = publication.files.get()
    client.force_login(make_owner(ours.publisher))

    client.post(
        get_page_url(ours), make_changed_form(ours, **make_file_row(theirs, publication=ours.pk, title="Taken"))
    )

    theirs.refresh_from_db()
    assert (theirs.title, theirs.publication) == ("The plan", publication)
