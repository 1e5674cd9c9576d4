"""Tests of who may download a publication's files, and how they are sent."""

from __future__ import annotations

import hashlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat

from gateway.catalogue.files import check_upload
from gateway.catalogue.models import Status
from resources.models import Publication, PublicationFile
from resources.publications.copies import copy_publication
from tests.factories import make_contributor, make_editor, make_file, make_publication
from tests.files import make_pdf, make_picture, make_upload

pytestmark = pytest.mark.django_db


def get_status(client, address):
    """Return the status of a response. Read its content to the end, which closes the file."""
    response = client.get(address)
    b"".join(response)
    return response.status_code


def test_a_file_is_sent_so_that_no_browser_runs_it(client):
    file = make_file(name="Café plan.pdf")

    response = client.get(file.url)

    assert hashlib.sha256(b"".join(response)).hexdigest() == file.sha256
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Caf%C3%A9%20plan.pdf"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_the_browser_has_is_not_sent_again(client):
    file = make_file()

    response = client.get(file.url, headers={"if-none-match": f'"{file.sha256}"'})

    assert (response.status_code, response.content) == (304, b"")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.ARCHIVED])
def test_a_file_of_an_unpublished_item_does_not_exist_for_strangers(client, status):
    file = make_file(make_publication(status=status))
    client.force_login(make_contributor())

    assert get_status(client, file.url) == 404


def test_a_file_of_an_unpublished_item_is_there_for_those_who_may_see_the_item(client):
    file = make_file(make_publication(status=Status.DRAFT))

    for person in (make_contributor(file.publication.publisher), make_editor()):
        client.force_login(person)
        assert get_status(client, file.url) == 200


def test_a_file_of_a_withheld_item_does_not_exist(client):
    file = make_file()

    assert get_status(client, file.url) == 200
    Publication.objects.filter(pk=file.publication.pk).update(is_withheld=True)
    assert get_status(client, file.url) == 404


def test_a_file_is_not_found_under_another_publication(client):
    file, other = make_file(), make_publication()

    assert get_status(client, file.url.replace(file.publication.slug, other.slug)) == 404


def test_the_page_says_what_a_file_is(client):
    file = make_file(content=make_pdf(pages=12), title="The plan")

    page = client.get(file.publication.get_absolute_url()).content.decode()

    assert "The plan</a>" in page
    assert f"PDF, {filesizeformat(file.size)}, 12 pages" in page


def test_a_file_that_the_disk_lost_breaks_no_page(client, caplog):
    file = make_file()
    file.file.storage.delete(file.file.name)

    assert get_status(client, file.publication.get_absolute_url()) == 200
    assert get_status(client, file.url) == 404


def test_a_file_that_the_disk_lost_breaks_no_copy_of_its_publication():
    publication = make_publication()
    lost, kept = make_file(publication, name="lost.pdf"), make_file(publication, name="kept.pdf")
    lost.file.storage.delete(lost.file.name)

    made = copy_publication(publication, by=None)

    assert [file.name for file in made.files.all()] == [kept.name]


def test_a_replaced_file_keeps_its_address_and_the_old_one_goes(django_capture_on_commit_callbacks):
    file = make_file()
    address, storage, old = file.url, file.file.storage, file.file.name

    with django_capture_on_commit_callbacks(execute=True):
        file.replace(check_upload(make_upload("new plan.txt", b"new")))

    file = PublicationFile.objects.get(pk=file.pk)
    assert (file.url, file.name, file.media_type) == (address, "new plan.txt", "text/plain; charset=utf-8")
    assert (storage.exists(old), storage.exists(file.file.name)) == (False, True)


def test_a_deleted_file_leaves_the_storage(django_capture_on_commit_callbacks):
    file = make_file()

    with django_capture_on_commit_callbacks(execute=True):
        file.delete()

    assert not file.file.storage.exists(file.file.name)


def test_no_way_into_the_model_goes_round_the_checks():
    publication = make_publication()

    with pytest.raises(ValidationError, match="does not match"):
        PublicationFile.objects.create(publication=publication, file=ContentFile(b"<script>", "plan.pdf"))


def test_the_first_page_of_a_pdf_is_drawn(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        file = make_file()

    file = PublicationFile.objects.get(pk=file.pk)
    response = client.get(file.preview_url)
    assert (response["Content-Type"], b"".join(response)[8:12]) == ("image/webp", b"WEBP")
    assert file.preview_url in client.get(file.publication.get_absolute_url()).content.decode()


def test_a_file_without_a_first_page_has_no_picture_of_it(client):
    file = make_file(name="photo.png", content=make_picture())

    assert file.preview_url == ""
    assert get_status(client, f"{file.url}preview.webp") == 404


def test_the_name_in_the_storage_tells_nothing():
    file = make_file(name="secret plan.pdf")

    assert "plan" not in file.file.name
    assert len(file.file.name.rpartition("/")[2]) == len("pdf.") + 32
