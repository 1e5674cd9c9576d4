"""Reading of every stored file that was not read, and deletion of words without a file."""

from __future__ import annotations

from django.db import transaction

from gateway.catalogue.models import FileWords, StoredFile
from gateway.catalogue.models.index_queue import queue_for_index
from gateway.catalogue.models.search.file_words import NEVER_ASKED_TIME, READABLE_ENDINGS
from gateway.catalogue.models.stored_file import read_words

FILES_PER_BATCH = 500


def queue_unread_files() -> int:
    """Queue the reading of every file that has no row or whose task was lost, and return how many there are."""
    for model in StoredFile.get_models():
        known = FileWords.objects.values("sha256")
        files = model._default_manager.exclude(sha256__in=known).order_by()
        rows = files.values_list("sha256", "name").iterator(FILES_PER_BATCH)
        new = {sha256 for sha256, name in rows if name.rpartition(".")[2] in READABLE_ENDINGS}
        FileWords.objects.queue(new, asked_at=NEVER_ASKED_TIME)
    lost = list(FileWords.objects.lost().values_list("sha256", flat=True))
    for sha256 in lost:
        read_words.enqueue(sha256)
    return len(lost)


@transaction.atomic
def reset_read_files() -> int:
    """Discard the words of every file, in the index too, until it is read again, and return how many there were."""
    forgotten = FileWords.objects.reset_read()
    for model in StoredFile.get_models():
        queue_for_index(set(model._default_manager.order_by().values_list(model.get_item_column(), flat=True)))
    return forgotten


def delete_unused_words() -> int:
    """Delete the words of contents that no file has, and return how many there were."""
    unused = FileWords.objects.all()
    for model in StoredFile.get_models():
        unused = unused.exclude(sha256__in=model._default_manager.values("sha256").order_by())
    deleted, _ = unused.delete()
    return deleted
