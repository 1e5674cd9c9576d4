"""The words in the files of items, for the index that searches them; and what sees that every file is read."""

from __future__ import annotations

from collections.abc import Collection

from gateway.catalogue.models import FileWords, StoredFile
from gateway.catalogue.models.file_words import LONG_AGO, LONGEST, READABLE
from gateway.catalogue.models.stored_file import read_words

BATCH = 500


def words_of_files(items: Collection[int]) -> dict[int, str]:
    """The words in the files of each of these items that has any, by its number; three queries, however many."""
    hashes: dict[int, list[str]] = {}
    for model in StoredFile.models():
        owner = model.item_field()
        rows = model._default_manager.filter(**{f"{owner}__in": list(items)}).values_list(owner, "sha256")
        for pk, sha256 in rows:
            hashes.setdefault(pk, []).append(sha256)
    wanted = {sha256 for each in hashes.values() for sha256 in each}
    read = FileWords.objects.filter(sha256__in=wanted, state=FileWords.State.READ)
    texts = dict(read.values_list("sha256", "text"))
    words = {
        pk: "\n".join(texts[each] for each in dict.fromkeys(owned) if each in texts) for pk, owned in hashes.items()
    }
    return {pk: text[:LONGEST] for pk, text in words.items() if text}


def ask_for_unread() -> int:
    """Has every file read that nobody has read: those without a row, and those whose task was lost; how many."""
    for model in StoredFile.models():
        known = FileWords.objects.values("sha256")
        files = model._default_manager.exclude(sha256__in=known).order_by()
        rows = files.values_list("sha256", "name").iterator(BATCH)
        new = {sha256 for sha256, name in rows if name.rpartition(".")[2] in READABLE}
        FileWords.objects.expect(new, asked_at=LONG_AGO)
    lost = list(FileWords.objects.lost().values_list("sha256", flat=True))
    for sha256 in lost:
        read_words.enqueue(sha256)
    return len(lost)


def forget_unused() -> int:
    """Deletes the words of contents that no file has; how many."""
    unused = FileWords.objects.all()
    for model in StoredFile.models():
        unused = unused.exclude(sha256__in=model._default_manager.values("sha256").order_by())
    deleted, _ = unused.delete()
    return deleted
