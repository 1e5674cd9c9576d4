"""The base of every model for uploaded files, and the reading of the words in them."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.core.files.storage import Storage
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.tasks import task
from django.template.defaultfilters import filesizeformat
from django.utils.crypto import get_random_string

from gateway.catalogue.files import CheckedUpload, UploadField, UploadInput, check_upload, get_file_kind
from gateway.catalogue.files.file_transaction import record_stored_file
from gateway.catalogue.files.previews import make_preview
from gateway.catalogue.files.text import DAMAGED_MESSAGE, EMPTY_MESSAGE, SCANNED_MESSAGE, UnreadableFile, extract_words
from gateway.catalogue.models.index_queue import queue_for_index
from gateway.catalogue.models.item import Item
from gateway.catalogue.models.search.file_words import READABLE_ENDINGS, FileWords

MISSING_FILE_MESSAGE = "It is missing."
logger = logging.getLogger(__name__)


def unguessable_name(file: models.Model, filename: str) -> str:
    """Return the path at which to store an upload: a random name with the upload's own ending."""
    return f"{file._meta.app_label}/{get_random_string(32)}.{filename.rpartition('.')[2].lower()}"


def preview_name(file: models.Model, filename: str) -> str:
    return f"{file._meta.app_label}/previews/{get_random_string(32)}.webp"


class CheckedFileField(models.FileField):
    """A file field whose form field checks the bytes of an upload before the model takes it."""

    def formfield(self, **kwargs: Any) -> Any:
        """Return a form field that cleans to a CheckedUpload.

        The admin's own widget would link past the checks of who may see the file.
        """
        return super().formfield(**{"form_class": UploadField, **kwargs, "widget": UploadInput})

    def save_form_data(self, instance: Any, data: Any) -> None:
        if isinstance(data, CheckedUpload):
            instance.take(data)


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Files, and how to create them."""

    def with_failures(self) -> Self:
        """Annotate files with `words_failure`, the reason why their words cannot be searched, or an empty string."""
        words = FileWords.objects.filter(sha256=OuterRef("sha256")).values("failure")
        return self.annotate(words_failure=Coalesce(Subquery(words), Value("")))

    @transaction.atomic
    def store(self, upload: CheckedUpload, **fields: Any) -> Any:
        """Create a row together with its file.

        Raise NotStored, leaving neither behind, if the storage cannot keep the file.
        """
        made = self.model(**fields)
        made.take(upload)
        made.save()
        return made


class StoredFile(models.Model):
    """A file that was uploaded, checked and stored; it is downloaded under its own name and shown under its title."""

    title = models.CharField(max_length=150, blank=True, help_text="Left empty, it is made from the file's name.")
    file = CheckedFileField(upload_to=unguessable_name, max_length=200)
    name = models.CharField(max_length=100, editable=False, help_text="That it came with, made safe.")
    size = models.PositiveBigIntegerField(editable=False, default=0, help_text="In bytes.")
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    media_type = models.CharField(max_length=100, editable=False)
    pages = models.PositiveIntegerField(null=True, blank=True, editable=False)
    preview = models.FileField(upload_to=preview_name, max_length=200, blank=True, editable=False)
    order = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StoredFileQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(file="") & ~Q(name="") & Q(size__gt=0), name="%(class)s_is_a_whole_file"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def take(self, upload: CheckedUpload) -> None:
        """Make `upload` the file of this row, in place of any that it has; `save` stores it."""
        self._replaced = getattr(self, "_replaced", []) + self._get_stored_files()
        self._replaced_content = getattr(self, "_replaced_content", self.sha256)
        self.title = self.title or upload.title
        self.file = upload.file
        self.name, self.size, self.sha256 = upload.name, upload.size, upload.sha256
        self.media_type, self.pages, self.preview = upload.kind.media_type, upload.pages, ""
        self._is_checked = True

    def replace(self, upload: CheckedUpload) -> None:
        """Store another file at the same address and delete the previous one once the transaction commits.

        Raise NotStored if the storage cannot keep the new file.
        """
        self.take(upload)
        self.save()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row and its file, both or neither.

        Raise ValidationError for a file that is not allowed.
        """
        is_new_file = bool(self.file) and not is_stored(self.file)
        if is_new_file and not getattr(self, "_is_checked", False):
            self.take(check_upload(self.file.file, title=self.title))
        try:
            super().save(*args, **kwargs)
        except BaseException:
            if is_new_file and is_stored(self.file):
                delete_files([(self.file.storage, self.file.name or "")])
            raise
        if is_new_file:
            self._after_storing()

    def _after_storing(self) -> None:
        replaced, self._replaced, self._is_checked = getattr(self, "_replaced", []), [], False
        before, self._replaced_content = getattr(self, "_replaced_content", ""), self.sha256
        record_stored_file(self.file.storage, self.file.name or "")
        transaction.on_commit(lambda: delete_files(replaced), robust=True)
        transaction.on_commit(lambda: delete_orphaned_words([before]), robust=True)
        queue_items_for_index([self])
        if self.is_readable:
            FileWords.objects.queue([self.sha256])
            transaction.on_commit(lambda: read_words.enqueue(self.sha256), robust=True)
        if self.ending == "pdf":
            transaction.on_commit(lambda: make_preview.enqueue(self._meta.label, self.pk, self.sha256), robust=True)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row and, once the transaction commits, its files."""
        kept, content = self._get_stored_files(), self.sha256
        queue_items_for_index([self])
        deleted = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: delete_files(kept), robust=True)
        transaction.on_commit(lambda: delete_orphaned_words([content]), robust=True)
        return deleted

    def _get_stored_files(self) -> list[tuple[Storage, str]]:
        files = (self.file, self.preview)
        return [(each.storage, str(each.name)) for each in files if each and is_stored(each)]

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def label(self) -> str:
        """Return the kind of file as people call it, such as PDF or Word."""
        kind = get_file_kind(self.name)
        return kind.label if kind else self.ending.upper()

    @property
    def description(self) -> str:
        """Return the text shown beside every link to the file, such as "PDF, 1.2 MB, 12 pages"."""
        pages = f"{self.pages} page{'' if self.pages == 1 else 's'}" if self.pages else ""
        return ", ".join(part for part in (self.label, filesizeformat(self.size), pages) if part)

    @property
    def is_readable(self) -> bool:
        return self.ending in READABLE_ENDINGS

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")

    @classmethod
    def get_models(cls) -> list[type[Self]]:
        return cls.__subclasses__()

    @classmethod
    def get_item_column(cls) -> str:
        """Return the column with the key of the item that a file belongs to."""
        links = (field for field in cls._meta.concrete_fields if isinstance(field, models.ForeignKey))
        return next(link.attname for link in links if issubclass(link.related_model, Item))


def is_stored(file: Any) -> bool:
    """Return whether the storage has this file, rather than it being an upload still to be stored."""
    return file._committed


def delete_files(files: list[tuple[Storage, str]]) -> None:
    """Delete files from their storage, leaving what cannot be deleted now to `manage.py sweep_files`."""
    for storage, name in files:
        try:
            storage.delete(name)
        except Exception:
            logger.exception("The file %s could not be deleted.", name)


def queue_items_for_index(files: Collection[StoredFile]) -> None:
    """Queue the items of these files for the search index."""
    queue_for_index({getattr(file, file.get_item_column()) for file in files})


def find_files(sha256: str) -> list[StoredFile]:
    return [file for model in StoredFile.get_models() for file in model._default_manager.filter(sha256=sha256)]


def delete_orphaned_words(hashes: Collection[str]) -> None:
    """Delete the words of contents that no file has any more."""
    gone = [each for each in hashes if each and not find_files(each)]
    FileWords.objects.filter(sha256__in=gone).delete()


@task
def read_words(sha256: str) -> bool:
    """Read a content that is waiting, store its words and return whether there are any.

    Running it twice is harmless.
    """
    waiting = FileWords.objects.start_try(sha256)
    if waiting is None:
        return False
    files = find_files(sha256)
    if not files:
        delete_orphaned_words([sha256])
        return False
    has_words = False
    if waiting.was_tried_too_often:
        waiting.record_failure(DAMAGED_MESSAGE)
    else:
        has_words = read_file_words(waiting, files[0])
    queue_items_for_index(files)  # even without words: the index may hold those of an earlier reading
    return has_words


def read_file_words(waiting: FileWords, stored: StoredFile) -> bool:
    """Read a file, store its words or the reason why there are none, and return whether there are any."""
    try:
        with stored.file.open("rb") as file:
            text, is_cut = extract_words(file.read(), stored.ending)
    except FileNotFoundError:
        waiting.record_failure(MISSING_FILE_MESSAGE)
    except UnreadableFile as failed:
        waiting.record_failure(str(failed))
    else:
        if text:
            return waiting.store_words(text, is_cut=is_cut)
        waiting.record_failure(SCANNED_MESSAGE if stored.ending == "pdf" else EMPTY_MESSAGE, is_empty=True)
    return False
