"""What every file has that belongs to something on the Gateway."""

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

from gateway.catalogue.files import CheckedUpload, UploadField, UploadInput, check, kind_of
from gateway.catalogue.files.file_transaction import remember
from gateway.catalogue.files.previews import make_preview
from gateway.catalogue.files.text import DAMAGED_MESSAGE, EMPTY_MESSAGE, SCANNED_MESSAGE, NotRead, words_in
from gateway.catalogue.models.index_queue import to_index
from gateway.catalogue.models.item import Item
from gateway.catalogue.models.search.file_words import READABLE_ENDINGS, FileWords

MISSING_FILE_MESSAGE = "It is missing."
logger = logging.getLogger(__name__)


def unguessable_name(file: models.Model, filename: str) -> str:
    """Where an upload is stored: a random name with the ending of its own."""
    return f"{file._meta.app_label}/{get_random_string(32)}.{filename.rpartition('.')[2].lower()}"


def preview_name(file: models.Model, filename: str) -> str:
    """Where the picture of a first page is stored."""
    return f"{file._meta.app_label}/previews/{get_random_string(32)}.webp"


class CheckedFileField(models.FileField):
    """A file that any form checks by its bytes before the model takes it."""

    def formfield(self, **kwargs: Any) -> Any:
        """A field that gives a CheckedUpload; the admin's own widget would link past the checks of who may see it."""
        return super().formfield(**{"form_class": UploadField, **kwargs, "widget": UploadInput})

    def save_form_data(self, instance: Any, data: Any) -> None:
        """Has the instance take the upload."""
        if isinstance(data, CheckedUpload):
            instance.take(data)


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Files, and how to make them."""

    def with_failures(self) -> Self:
        """Files with why the words in each cannot be searched, if they cannot, as `words_failure`."""
        words = FileWords.objects.filter(sha256=OuterRef("sha256")).values("failure")
        return self.annotate(words_failure=Coalesce(Subquery(words), Value("")))

    @transaction.atomic
    def store(self, upload: CheckedUpload, **fields: Any) -> Any:
        """A row and its file together; raises NotStored, with neither left, if the storage is full."""
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
        """Makes `upload` the file of this row, in place of the one that it may have; `save` stores it."""
        self._replaced = getattr(self, "_replaced", []) + self._kept_files()
        self._replaced_content = getattr(self, "_replaced_content", self.sha256)
        self.title = self.title or upload.title
        self.file = upload.file
        self.name, self.size, self.sha256 = upload.name, upload.size, upload.sha256
        self.media_type, self.pages, self.preview = upload.kind.media_type, upload.pages, ""
        self._is_checked = True

    def replace(self, upload: CheckedUpload) -> None:
        """Puts another file at the same address; the one before goes when this is sure. Raises NotStored."""
        self.take(upload)
        self.save()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves the row and its file, both or neither; raises ValidationError for a file that may not be kept."""
        is_new_file = bool(self.file) and not is_stored(self.file)
        if is_new_file and not getattr(self, "_is_checked", False):
            self.take(check(self.file.file, title=self.title))
        try:
            super().save(*args, **kwargs)
        except BaseException:
            if is_new_file and is_stored(self.file):
                remove([(self.file.storage, self.file.name or "")])
            raise
        if is_new_file:
            self._after_storing()

    def _after_storing(self) -> None:
        replaced, self._replaced, self._is_checked = getattr(self, "_replaced", []), [], False
        before, self._replaced_content = getattr(self, "_replaced_content", ""), self.sha256
        remember(self.file.storage, self.file.name or "")
        transaction.on_commit(lambda: remove(replaced), robust=True)
        transaction.on_commit(lambda: forget_words([before]), robust=True)
        tell_the_index([self])
        if self.is_readable:
            FileWords.objects.expect([self.sha256])
            transaction.on_commit(lambda: read_words.enqueue(self.sha256), robust=True)
        if self.ending == "pdf":
            transaction.on_commit(lambda: make_preview.enqueue(self._meta.label, self.pk, self.sha256), robust=True)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Deletes the row, and its files once that is sure."""
        kept, content = self._kept_files(), self.sha256
        tell_the_index([self])
        deleted = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: remove(kept), robust=True)
        transaction.on_commit(lambda: forget_words([content]), robust=True)
        return deleted

    def _kept_files(self) -> list[tuple[Storage, str]]:
        files = (self.file, self.preview)
        return [(each.storage, str(each.name)) for each in files if each and is_stored(each)]

    @property
    def ending(self) -> str:
        """The ending of its name, in small letters."""
        return self.name.rpartition(".")[2]

    @property
    def label(self) -> str:
        """The kind of file as people call it, such as PDF or Word."""
        kind = kind_of(self.name)
        return kind.label if kind else self.ending.upper()

    @property
    def description(self) -> str:
        """What stands beside every link to it, such as "PDF, 1.2 MB, 12 pages"."""
        pages = f"{self.pages} page{'' if self.pages == 1 else 's'}" if self.pages else ""
        return ", ".join(part for part in (self.label, filesizeformat(self.size), pages) if part)

    @property
    def is_readable(self) -> bool:
        """Whether it is of a kind that has words in it."""
        return self.ending in READABLE_ENDINGS

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.media_type.startswith("image/")

    @classmethod
    def models(cls) -> list[type[Self]]:
        """Every kind of stored file that an app of the Gateway has."""
        return cls.__subclasses__()

    @classmethod
    def item_field(cls) -> str:
        """The column with the number of the item that a file belongs to."""
        links = (field for field in cls._meta.concrete_fields if isinstance(field, models.ForeignKey))
        return next(link.attname for link in links if issubclass(link.related_model, Item))


def is_stored(file: Any) -> bool:
    """Whether the storage has this file, so that it is not an upload still to be stored."""
    return file._committed


def remove(files: list[tuple[Storage, str]]) -> None:
    """Deletes files from their storage; what cannot be deleted now is left to `manage.py sweep_files`."""
    for storage, name in files:
        try:
            storage.delete(name)
        except Exception:
            logger.exception("The file %s could not be deleted.", name)


def tell_the_index(files: Collection[StoredFile]) -> None:
    """Has search read the items of these files again."""
    to_index({getattr(file, file.item_field()) for file in files})


def files_with(sha256: str) -> list[StoredFile]:
    """Every stored file of this content."""
    return [file for model in StoredFile.models() for file in model._default_manager.filter(sha256=sha256)]


def forget_words(hashes: Collection[str]) -> None:
    """Deletes the words of contents that no file has any more."""
    gone = [each for each in hashes if each and not files_with(each)]
    FileWords.objects.filter(sha256__in=gone).delete()


@task
def read_words(sha256: str) -> bool:
    """Reads a content that waits to be read, and keeps its words; whether there are any. Twice is as good as once."""
    waiting = FileWords.objects.begin(sha256)
    if waiting is None:
        return False
    files = files_with(sha256)
    if not files:
        forget_words([sha256])
        return False
    has_words = False
    if waiting.was_tried_too_often:
        waiting.give_up(DAMAGED_MESSAGE)
    else:
        has_words = read_into(waiting, files[0])
    tell_the_index(files)  # without words too: the index may hold those of an earlier reading
    return has_words


def read_into(waiting: FileWords, stored: StoredFile) -> bool:
    """Reads a file, and keeps its words or why there are none; whether there are any."""
    try:
        with stored.file.open("rb") as file:
            text, is_cut = words_in(file.read(), stored.ending)
    except FileNotFoundError:
        waiting.give_up(MISSING_FILE_MESSAGE)
    except NotRead as failed:
        waiting.give_up(str(failed))
    else:
        if text:
            return waiting.keep(text, is_cut=is_cut)
        waiting.give_up(SCANNED_MESSAGE if stored.ending == "pdf" else EMPTY_MESSAGE, is_empty=True)
    return False
