"""Files and pictures of practice examples."""

from __future__ import annotations

from typing import ClassVar

from django.core.files import File
from django.db import models
from django.urls import reverse

from gateway.catalogue.models import StoredFile
from practice.models.example import PracticeExample


class PracticeFile(StoredFile):
    """A file that belongs to an example. Its place among them is its name in addresses and forms."""

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
        """Where it is downloaded, and a picture shown from."""
        return reverse("practice:file", args=[self.example.slug, self.order])

    @property
    def preview_url(self) -> str:
        """Where the picture of its first page is; empty if there is none."""
        return reverse("practice:file_preview", args=[self.example.slug, self.order]) if self.preview else ""


def copy_files(example: PracticeExample, draft: PracticeExample) -> None:
    """Gives a draft copies of an example's files. Raises NotStored if there is no room."""
    for file in example.files.all():
        with file.file.open("rb") as stored:
            draft.files.create(title=file.title, shows=file.shows, order=file.order, file=File(stored, name=file.name))
