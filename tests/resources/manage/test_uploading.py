"""Tests of file uploads in the form of a publication: several at once, refusals, and replacement at the address."""

from __future__ import annotations

import pytest

from gateway.catalogue.models import Status
from resources.models import Publication, PublicationFile
from tests.disks import MAX_FILE_BYTES, simulate_full_disk
from tests.factories import make_file, make_owner, make_publication
from tests.files import make_mp3, make_pdf, make_picture, make_upload
from tests.resources.manage.forms import ADD, get_page_url, make_changed_form, make_new_form

pytestmark = pytest.mark.django_db
RESOURCE = f"{ADD}?kind=resource"


@pytest.fixture
def owner(client):
    """Return a logged-in owner of a publisher."""
    owner = make_owner()
    client.force_login(owner)
    return owner


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Store media in a folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def count_stored(media):
    """Return how many files and how many rows there are."""
    return sum(path.is_file() for path in media.rglob("*")), PublicationFile.objects.count()


def test_several_files_are_added_in_one_go_with_their_titles(client, owner):
    files = [make_upload("plan.pdf", make_pdf()), make_upload("photo_2.png", make_picture())]

    client.post(RESOURCE, make_new_form(uploads=files, **{"uploads-title": ["The plan in full", ""]}))

    assert list(PublicationFile.objects.values_list("title", "name", "order")) == [
        ("The plan in full", "plan.pdf", 1),
        ("Photo 2", "photo_2.png", 2),
    ]


def test_a_bad_file_brings_the_form_back_with_what_was_typed_and_the_reason(client, owner, media):
    response = client.post(
        RESOURCE,
        make_new_form(title="My plan", uploads=[make_upload("plan.pdf", make_pdf()), make_upload("x.exe", b"MZ")]),
    )

    answer = response.content.decode()
    assert ('value="My plan"' in answer, "“x.exe”: You cannot add .exe files here." in answer) == (
        True,
        True,
    )
    assert (count_stored(media), Publication.objects.count()) == ((0, 0), 0)


def test_a_file_one_byte_over_the_limit_is_refused(client, owner, media):
    response = client.post(RESOURCE, make_new_form(uploads=make_upload("plan.txt", b"a" * (50 * 1024 * 1024 + 1))))

    assert "“plan.txt”: It is larger than 50\xa0MB." in response.content.decode()
    assert count_stored(media) == (0, 0)


def test_a_full_disk_brings_the_form_back_with_what_was_typed(client, owner, media):
    talk = make_upload("talk.mp3", make_mp3(frames=MAX_FILE_BYTES // 417 + 1000))

    with simulate_full_disk():
        response = client.post(
            RESOURCE, make_new_form(title="My plan", uploads=[make_upload("plan.pdf", make_pdf()), talk])
        )

    answer = response.content.decode()
    assert ('value="My plan"' in answer, "“talk.mp3”: We do not have room to store it" in answer) == (
        True,
        True,
    )
    assert (count_stored(media), Publication.objects.count()) == ((0, 0), 0)


def test_a_disk_that_fills_up_while_saving_brings_the_form_back_too(client, owner, media, settings):
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MAX_FILE_BYTES

    with simulate_full_disk():
        response = client.post(
            RESOURCE, make_new_form(title="My plan", uploads=make_upload("plan.txt", b"a" * (MAX_FILE_BYTES + 1)))
        )

    answer = response.content.decode()
    assert ('value="My plan"' in answer, "We do not have room to store it" in answer) == (True, True)
    assert (count_stored(media), Publication.objects.count()) == ((0, 0), 0)


def test_a_file_is_replaced_at_its_address(client, owner):
    publication = make_publication(status=Status.DRAFT, publisher=owner.memberships.get().publisher)
    file = make_file(publication, name="old.pdf")

    row = {
        "id": file.pk,
        "publication": publication.pk,
        "title": file.title,
        "order": 1,
        "file": make_upload("a.txt", b"New."),
    }
    sent = {f"files-0-{name}": value for name, value in row.items()} | {
        "files-TOTAL_FORMS": 1,
        "files-INITIAL_FORMS": 1,
    }
    client.post(get_page_url(publication), make_changed_form(publication, **sent))

    assert b"".join(client.get(file.url)) == b"New."
