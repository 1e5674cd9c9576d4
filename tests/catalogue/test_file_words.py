"""Tests that the text of stored files is read in the background, stored, read again and deleted, and never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from gateway.catalogue.files import check_upload
from gateway.catalogue.files.text import DAMAGED_MESSAGE, SCANNED_MESSAGE
from gateway.catalogue.models import FileWords, Item, Status
from gateway.catalogue.models.index_queue import queue_for_index
from gateway.catalogue.models.stored_file import read_words
from gateway.catalogue.search_index.file_words_query import build_file_words
from gateway.catalogue.search_index.indexing import index_everything_waiting
from gateway.demo.samples.files import make_text_pdf
from practice.models import PracticeFile
from tests.factories import (
    make_file,
    make_member,
    make_owner,
    make_publication,
    make_publisher,
    make_school,
    make_story,
)
from tests.files import make_pdf, make_picture, read_case
from tests.resources.manage.forms import get_page_url

pytestmark = pytest.mark.django_db
UNSEEN = "Search cannot read the words in this file."


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def store(django_capture_on_commit_callbacks):
    """Return a function that stores a file of a publication and runs what follows."""

    def stored(*lines: str, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return make_file(content=make_text_pdf((lines,)) if lines else make_pdf(), **fields)

    return stored


def words_of(item) -> str:
    return Item.objects.annotate(words=build_file_words()).values_list("words", flat=True).get(pk=item.pk).strip()


def test_a_file_is_read_once_it_is_stored(store):
    file = store("Sensory circuits")

    assert words_of(file.publication) == "Sensory circuits"


def test_a_file_of_an_example_is_read_too(django_capture_on_commit_callbacks):
    example = make_story()
    upload = check_upload(SimpleUploadedFile("plan.pdf", make_text_pdf((("Sensory circuits",),))))

    with django_capture_on_commit_callbacks(execute=True):
        PracticeFile.objects.store(upload, example=example, order=1)

    assert words_of(example) == "Sensory circuits"


def test_nothing_is_read_before_the_file_is_there_for_sure(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        make_file(content=make_text_pdf((("Sensory",),)))

    assert list(FileWords.objects.values_list("state", "text")) == [("waiting", "")]


def test_pictures_and_sounds_are_not_read(store):
    make_file(name="photo.png", content=make_picture())

    assert not FileWords.objects.exists()


def test_the_words_of_all_files_of_an_item_belong_to_it(store):
    publication, other = make_publication(), make_publication()
    for line in ("First", "Second"):
        store(line, publication=publication)
    store("Third", publication=other)

    assert sorted(words_of(publication).split()) == ["First", "Second"]
    assert words_of(other) == "Third"


def test_a_file_in_place_of_another_has_its_words_read_and_the_others_forgotten(
    store, django_capture_on_commit_callbacks
):
    file = store("Before")

    with django_capture_on_commit_callbacks(execute=True):
        file.replace(check_upload(SimpleUploadedFile("plan.pdf", make_text_pdf((("After",),)))))

    assert words_of(file.publication) == "After"
    assert FileWords.objects.get().text == "After"


def test_the_words_of_a_deleted_file_are_forgotten(store, django_capture_on_commit_callbacks):
    file = store("Sensory")

    with django_capture_on_commit_callbacks(execute=True):
        file.delete()

    assert not FileWords.objects.exists()


def test_words_that_another_file_has_too_are_kept(store, django_capture_on_commit_callbacks):
    file, same = store("Sensory"), store("Sensory")

    with django_capture_on_commit_callbacks(execute=True):
        file.delete()

    assert words_of(same.publication) == "Sensory"


def test_reading_twice_reads_once(store):
    file = store("Sensory")
    read_at = FileWords.objects.get().extracted_at

    assert not read_words.call(file.sha256)
    assert FileWords.objects.get().extracted_at == read_at


def test_words_that_come_too_late_for_a_row_that_is_gone_change_nothing(store):
    file = store("Sensory")
    late = FileWords(pk=FileWords.objects.get().pk, sha256=file.sha256)

    assert not late.store_words("Something else")
    assert FileWords.objects.get().text == "Sensory"


def test_a_file_whose_worker_was_killed_is_read_by_the_command(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks():
        file = make_file(content=make_text_pdf((("Sensory",),)))
    FileWords.objects.update(asked_at=timezone.now() - timedelta(hours=1), tries=1)

    call_command("read_files", verbosity=0)

    assert words_of(file.publication) == "Sensory"


def test_a_file_that_waits_for_its_worker_is_left_to_it(django_capture_on_commit_callbacks, capsys):
    with django_capture_on_commit_callbacks():
        make_file(content=make_text_pdf((("Sensory",),)))

    call_command("read_files")

    assert capsys.readouterr().out == "0 to be read, words of 0 deleted files forgotten.\n"


def test_files_from_before_there_was_a_search_are_read_by_the_command(store):
    file = store("Sensory")
    make_file(name="photo.png", content=make_picture())
    FileWords.objects.all().delete()

    call_command("read_files", verbosity=0)

    assert words_of(file.publication) == "Sensory"
    assert FileWords.objects.count() == 1


def test_the_command_forgets_the_words_of_files_that_went_with_their_item(store):
    store("Sensory").publication.delete()

    call_command("read_files", verbosity=0)

    assert not FileWords.objects.exists()


def test_a_file_that_stops_every_worker_is_given_up(store):
    file = store("Sensory")
    FileWords.objects.update(state="waiting", text="", extracted_at=None, tries=3)

    assert not read_words.call(file.sha256)
    assert list(FileWords.objects.values_list("state", "failure")) == [("failed", DAMAGED_MESSAGE)]


def test_what_could_not_be_read_is_tried_again_when_asked_for(store):
    file = store("Sensory")
    FileWords.objects.update(state="failed", text="", failure=DAMAGED_MESSAGE)

    call_command("read_files", "--again", verbosity=0)

    assert words_of(file.publication) == "Sensory"


@pytest.mark.parametrize(
    "values", [{"text": ""}, {"state": "waiting"}, {"state": "failed", "text": ""}, {"extracted_at": None}]
)
def test_the_database_refuses_a_row_that_contradicts_itself(store, values):
    store("Sensory")

    with pytest.raises(IntegrityError), transaction.atomic():
        FileWords.objects.update(**values)


def test_who_publishes_a_scanned_pdf_is_told_that_search_does_not_see_its_words(client, store):
    publisher = make_publisher()
    file = store(publication=make_publication(publisher=publisher, status=Status.DRAFT))
    client.force_login(make_owner(publisher))

    html = client.get(get_page_url(file.publication)).content.decode()

    assert UNSEEN in html
    assert SCANNED_MESSAGE in html


def test_who_publishes_a_file_that_was_read_is_told_nothing(client, store):
    publisher = make_publisher()
    file = store("Sensory", publication=make_publication(publisher=publisher, status=Status.DRAFT))
    client.force_login(make_owner(publisher))

    assert UNSEEN not in client.get(get_page_url(file.publication)).content.decode()


def test_the_author_of_an_example_is_told_too(client, django_capture_on_commit_callbacks):
    author = make_member(make_school())
    example = make_story(status=Status.DRAFT, created_by=author)
    with django_capture_on_commit_callbacks(execute=True):
        PracticeFile.objects.store(check_upload(SimpleUploadedFile("scan.pdf", make_pdf())), example=example, order=1)
    client.force_login(author)

    html = client.get(reverse("practice:share_step", args=[example.slug, "finish"])).content.decode()

    assert SCANNED_MESSAGE in html


def test_an_item_whose_file_cannot_be_read_is_still_public(client, store):
    file = store(publication=make_publication("A scanned plan"))

    assert Item.objects.public().filter(pk=file.publication_id).exists()
    assert UNSEEN not in client.get(file.publication.get_absolute_url()).content.decode()


def found(client, words: str) -> list[str]:
    return [card.title for card in client.get("/browse/", {"q": words}).context["found"].items]


def test_an_item_is_found_by_the_words_in_its_file(client, store):
    store("Sensory circuits", publication=make_publication("A plan"))

    assert found(client, "circuit sensory") == ["A plan"]


def test_an_item_is_not_found_by_the_words_of_a_file_that_is_gone(client, store, django_capture_on_commit_callbacks):
    file = store("Sensory circuits", publication=make_publication("A plan"))

    with django_capture_on_commit_callbacks(execute=True):
        file.delete()

    assert found(client, "circuits") == []


def test_an_item_is_found_by_the_words_of_the_file_in_place(client, store, django_capture_on_commit_callbacks):
    file = store("Sensory circuits", publication=make_publication("A plan"))

    with django_capture_on_commit_callbacks(execute=True):
        file.replace(check_upload(SimpleUploadedFile("plan.pdf", make_text_pdf((("Timetable",),)))))

    assert (found(client, "circuits"), found(client, "timetable")) == ([], ["A plan"])


def test_an_item_whose_file_cannot_be_read_is_found_by_its_title(client, store):
    store(publication=make_publication("A scanned plan"))

    assert found(client, "scanned plan") == ["A scanned plan"]


def test_words_that_were_read_before_the_rule_are_read_again_and_found_no_more(client, store):
    publication = make_publication("A plan")
    store("Sensory circuits", publication=publication)
    FileWords.objects.update(text="Quillbert was excluded in May")
    queue_for_index([publication.pk])
    index_everything_waiting()
    assert found(client, "quillbert") == ["A plan"]

    call_command("read_files", "--everything", verbosity=0)
    index_everything_waiting()

    assert (found(client, "quillbert"), found(client, "circuits")) == ([], ["A plan"])


def test_a_file_that_has_no_words_on_a_second_reading_is_found_by_none(client, store):
    publication = make_publication("A plan")
    store(publication=publication)
    FileWords.objects.update(state="read", text="Quillbert", failure="")
    queue_for_index([publication.pk])
    index_everything_waiting()

    call_command("read_files", "--everything", verbosity=0)

    assert found(client, "quillbert") == []


def test_a_deleted_sentence_of_a_document_is_found_by_nobody(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        make_file(name="plan.odt", content=read_case("tracked-deletion.odt"), publication=make_publication("A plan"))

    assert (found(client, "quillbert"), found(client, "excluded"), found(client, "calmer")) == ([], [], ["A plan"])
