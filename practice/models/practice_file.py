from __future__ import annotations

from typing import ClassVar

from django.core.files import File
from django.db import models
from django.urls import reverse

from gateway.catalogue.models import StoredFile
from practice.models.example import PracticeExample


class PracticeFile(StoredFile):
    """A file or picture of a practice example, identified in addresses and forms by its `order`."""

    example = models.ForeignKey(PracticeExample, models.CASCADE, related_name="files")
    shows = models.CharField(
        "what the picture shows", max_length=300, blank=True, help_text="Read aloud to those who cannot see it."
    )

    class Meta(StoredFile.Meta):
        constraints: ClassVar = [
            *StoredFile.Meta.constraints,
            models.UniqueConstraint(fields=["example", "order"], name="practice_file_has_a_place_of_its_own"),
        ]

    @property
    def url(self) -> str:
        return reverse("practice:file", args=[self.example.slug, self.order])

    @property
    def preview_url(self) -> str:
        """Return the address of the picture of the first page, or "" if there is none."""
        return reverse("practice:file_preview", args=[self.example.slug, self.order]) if self.preview else ""


def copy_files(example: PracticeExample, draft: PracticeExample) -> None:
    """Copy the files of an example to a draft. Raise NotStored if there is no room."""
    for file in example.files.all():
        with file.file.open("rb") as stored:
            draft.files.create(title=file.title, shows=file.shows, order=file.order, file=File(stored, name=file.name))
