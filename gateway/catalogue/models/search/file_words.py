"""The words inside stored files, by which search finds their items."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

MAX_TEXT_LENGTH = 100_000
"""In characters, for one file."""
MAX_TRIES = 3
"""A file that has stopped this number of workers is not tried again."""
MAX_TASK_AGE = timedelta(minutes=30)
"""A file that has waited for longer has lost its task and gets another."""
NEVER_ASKED_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""The value of `asked_at` for a file that has no task yet."""
READABLE_ENDINGS = frozenset({"pdf", "docx", "pptx", "xlsx", "odt", "odp", "ods", "txt"})


class FileWordsQuerySet(models.QuerySet["FileWords"]):
    """Contents of files that were read or are waiting to be read."""

    def queue(self, hashes: Collection[str], asked_at: datetime | None = None) -> None:
        """Queue the contents with these hashes for reading, unless they are known already."""
        when = asked_at or timezone.now()
        self.bulk_create([self.model(sha256=each, asked_at=when) for each in hashes], ignore_conflicts=True)

    def lost(self) -> Self:
        """Return the contents that have waited for so long that their task must be gone."""
        return self.filter(state=FileWords.State.WAITING, asked_at__lt=timezone.now() - MAX_TASK_AGE)

    def retry_failed(self) -> None:
        """Queue contents whose reading failed for another try."""
        failed = self.filter(state=FileWords.State.FAILED)
        failed.update(state=FileWords.State.WAITING, failure="", extracted_at=None, tries=0, asked_at=NEVER_ASKED_TIME)

    def reset_read(self) -> int:
        """Discard the words of all contents that were read, queue them again, and return how many there are."""
        read = self.filter(state__in=[FileWords.State.READ, FileWords.State.EMPTY])
        return read.update(
            state=FileWords.State.WAITING,
            text="",
            is_cut=False,
            failure="",
            extracted_at=None,
            tries=0,
            asked_at=NEVER_ASKED_TIME,
        )

    def start_try(self, sha256: str) -> FileWords | None:
        """Count one try to read a content and return its row, or None if it is not waiting."""
        waiting = self.filter(sha256=sha256, state=FileWords.State.WAITING)
        if not waiting.update(tries=F("tries") + 1, asked_at=timezone.now()):
            return None
        return waiting.first()


class FileWords(models.Model):
    """The words of one content.

    Files that are identical byte for byte share them, so a copy is never read twice.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be read"
        READ = "read", "Read"
        EMPTY = "empty", "No words in it"
        FAILED = "failed", "Could not be read"

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    text = models.TextField(blank=True)
    is_cut = models.BooleanField("only its beginning", default=False)
    failure = models.CharField(max_length=200, blank=True, help_text="In plain words, for whom the file belongs to.")
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    extracted_at = models.DateTimeField(null=True, blank=True)

    objects = FileWordsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "words of files"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="read") & ~Q(text="") & Q(failure="", extracted_at__isnull=False)
                | Q(state="waiting", text="", failure="", extracted_at__isnull=True)
                | Q(state__in=["empty", "failed"], text="", extracted_at__isnull=False) & ~Q(failure=""),
                name="file_words_are_there_or_say_why_not",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], condition=Q(state="waiting"), name="file_words_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.state}"

    @property
    def was_tried_too_often(self) -> bool:
        """Return whether reading the content has stopped too many workers."""
        return self.tries > MAX_TRIES

    def store_words(self, text: str, *, is_cut: bool = False) -> bool:
        """Store the words that were read and return whether the content was still waiting."""
        return self._end(
            state=self.State.READ, text=text[:MAX_TEXT_LENGTH], is_cut=is_cut or len(text) > MAX_TEXT_LENGTH
        )

    def record_failure(self, failure: str, *, is_empty: bool = False) -> bool:
        """Record why there are no words and return whether the content was still waiting."""
        return self._end(state=self.State.EMPTY if is_empty else self.State.FAILED, failure=failure)

    def _end(self, **values: object) -> bool:
        waiting = FileWords.objects.filter(pk=self.pk, state=self.State.WAITING)
        return bool(waiting.update(**values, extracted_at=timezone.now()))
