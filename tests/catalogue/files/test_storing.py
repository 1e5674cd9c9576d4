"""Tests that files and rows are stored together or not at all, even when the disk is full."""

from __future__ import annotations

import os
import time
from contextlib import nullcontext
from io import StringIO

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.urls import path

from gateway import urls as site_urls
from gateway.catalogue.files import NotStored, UploadsField, check_upload, open_file_transaction
from resources.models import Publication, PublicationFile
from tests.disks import MAX_FILE_BYTES, simulate_full_disk
from tests.factories import make_file, make_publication
from tests.files import make_mp3, make_pdf, make_upload

pytestmark = pytest.mark.django_db
LARGE = make_mp3(frames=MAX_FILE_BYTES // 417 + 1000)


class FilesForm(forms.Form):
    """Files for the only publication."""

    attachments = UploadsField()


def add_files(request):
    """Accept files, as the Gateway's own pages do."""
    form = FilesForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with (
            simulate_full_disk() if "full" in request.GET else nullcontext(),
            open_file_transaction(form, "attachments"),
        ):
            for file in form.cleaned_data["attachments"]:
                PublicationFile.objects.store(file, publication=Publication.objects.get())
    if form.is_valid():
        return HttpResponse("Stored.")
    return HttpResponse(form.errors.as_text())


urlpatterns = [path("add/", add_files), *site_urls.urlpatterns]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Store media in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def stored(media):
    """Return the files in the storage."""
    return [path for path in media.rglob("*") if path.is_file()]


def test_a_full_disk_leaves_neither_row_nor_file(media):
    checked = check_upload(make_upload("talk.mp3", LARGE))

    with simulate_full_disk(), pytest.raises(NotStored, match="not have room"):
        PublicationFile.objects.store(checked, publication=make_publication())

    assert (stored(media), PublicationFile.objects.count()) == ([], 0)


def store_together(files, publication):
    """Store several files as a form does."""
    with open_file_transaction():
        for file in files:
            PublicationFile.objects.store(file, publication=publication)


def test_files_that_were_stored_before_the_disk_was_full_go_with_it(media):
    publication = make_publication()
    files = [check_upload(make_upload("plan.pdf", make_pdf())), check_upload(make_upload("talk.mp3", LARGE))]

    with simulate_full_disk(), pytest.raises(NotStored):
        store_together(files, publication)

    assert (stored(media), PublicationFile.objects.count()) == ([], 0)


@pytest.mark.urls(__name__)
def test_a_full_disk_is_an_error_of_the_form(client, media, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    make_publication()

    with simulate_full_disk():
        response = client.post(
            "/add/", {"attachments": [make_upload("talk.mp3", LARGE), make_upload("plan.pdf", make_pdf())]}
        )

    assert response.status_code == 200
    assert "“talk.mp3”: We do not have room to store it at the moment. Nothing was saved." in response.content.decode()
    assert (stored(tmp_path), PublicationFile.objects.count()) == ([], 0)


@pytest.mark.urls(__name__)
def test_a_disk_that_fills_up_at_the_last_moment_is_an_error_of_the_form_too(client, media):
    make_publication()

    response = client.post("/add/?full", {"attachments": make_upload("plan.txt", b"a" * (MAX_FILE_BYTES + 1))})

    assert "We do not have room to store it at the moment. Nothing was saved." in response.content.decode()
    assert (stored(media), PublicationFile.objects.count()) == ([], 0)


@pytest.mark.urls(__name__)
def test_with_room_the_files_are_stored(client, media):
    make_publication()

    response = client.post(
        "/add/", {"attachments": [make_upload("plan.txt", b"a"), make_upload("plan.pdf", make_pdf())]}
    )

    assert response.content == b"Stored."
    assert (len(stored(media)), PublicationFile.objects.count()) == (2, 2)


@pytest.mark.urls(__name__)
def test_a_file_that_is_too_large_is_not_received_further_and_named(client, settings, tmp_path):
    settings.UPLOAD_LIMIT_BYTES, settings.FILE_UPLOAD_TEMP_DIR = 100_000, tmp_path
    make_publication()

    response = client.post("/add/", {"attachments": make_upload("plan.txt", b"a" * 300_000)})

    assert "“plan.txt”: It is larger than 97.7\xa0KB." in response.content.decode()


@pytest.mark.urls(__name__)
def test_a_request_larger_than_all_its_files_may_be_is_refused_unread(client, settings):
    settings.UPLOAD_REQUEST_LIMIT_BYTES = 1_000

    response = client.post("/add/", {"attachments": make_upload("plan.txt", b"a" * 2_000)})

    assert response.status_code in (400, 413)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("name", ["..", "/", "\\", ".", "\x00.pdf", "../../../etc/passwd.pdf"])
def test_no_name_of_a_file_ends_in_an_error_page_or_outside_the_storage(client, media, name):
    make_publication()
    body = f'--x\r\nContent-Disposition: form-data; name="attachments"; filename="{name}"\r\n\r\n'.encode()

    response = client.post(
        "/add/", body + make_pdf() + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x"
    )

    assert response.status_code in (200, 400)
    assert all(path.is_relative_to(media / "resources") for path in stored(media.parent))


def test_a_row_that_the_database_refuses_leaves_no_file(media):
    checked = check_upload(make_upload("plan.pdf", make_pdf()))

    with pytest.raises(DatabaseError), transaction.atomic():
        PublicationFile.objects.store(checked, publication=make_publication(), order=-1)

    assert stored(media) == []


def sweep(*arguments):
    """Return the output and the errors of the command."""
    output, errors = StringIO(), StringIO()
    call_command("sweep_files", *arguments, stdout=output, stderr=errors)
    return output.getvalue().strip(), errors.getvalue().strip()


def test_the_sweeper_deletes_old_files_that_no_row_names_and_nothing_else(media):
    file, young = make_file(), make_file()
    orphan = default_storage.save("resources/orphan.pdf", ContentFile(b"left behind"))
    young_orphan = default_storage.save("resources/previews/young.webp", ContentFile(b"just stored"))
    now = time.time()  # the clock of the process may differ from that of the disk
    for name, at in ((file.file.name, 0), (orphan, 0), (young.file.name, now), (young_orphan, now)):
        os.utime(media / name, (at, at))

    assert sweep() == ("1 orphans deleted, 2 files named.", "")
    kept = [path.relative_to(media).as_posix() for path in stored(media)]
    assert sorted(kept) == sorted([file.file.name, young.file.name, young_orphan])


def test_the_sweeper_can_only_look(media):
    default_storage.save("resources/orphan.pdf", ContentFile(b"left behind"))

    assert sweep("--hours=0", "--look-only") == ("1 orphans found, 0 files named.", "")
    assert len(stored(media)) == 1


def test_the_sweeper_tells_of_a_file_that_is_missing():
    file = make_file()
    default_storage.delete(file.file.name)

    assert sweep()[1] == f"Missing from the storage: {file.file.name}"
