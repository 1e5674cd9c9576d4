from __future__ import annotations

from typing import ClassVar

from django.db import models


class SchoolImport(models.Model):
    """A completed import of a file of schools."""

    file_name = models.CharField(max_length=200)
    digest = models.CharField("SHA-256", max_length=64, db_index=True)
    is_whole = models.BooleanField(
        "GIAS’s own download", default=False, help_text="It has more about each school than an extract."
    )
    added = models.PositiveIntegerField()
    updated = models.PositiveIntegerField()
    refused = models.PositiveIntegerField(help_text="Rows that could not be read.")
    finished_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-finished_at", "-pk"]
        verbose_name = "import of schools"
        verbose_name_plural = "imports of schools"

    def __str__(self) -> str:
        return f"{self.file_name}, {self.finished_at:%-d %B %Y}"
