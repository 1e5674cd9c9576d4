from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from resources.models.publication import Publication

IMPORT_KEPT_PERIOD = timedelta(days=7)
MAX_CHECK_AGE = timedelta(hours=24)


class ImportState(models.TextChoices):
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked"
    SAVING = "saving", "Being saved"
    DONE = "done", "Done"
    STALE = "stale", "Out of date"
    FAILED = "failed", "Failed"


class Outcome(models.TextChoices):
    """What an import does with a row."""

    CREATE = "create", "New"
    CHANGE = "change", "Changed"
    SAME = "same", "No change"
    REFUSE = "refuse", "Refused"


class BulkImportQuerySet(models.QuerySet["BulkImport"]):
    """Bulk imports."""

    def for_user(self, user: Any) -> Self:
        """Return the user's own imports. Nobody sees another user's."""
        return self.filter(user=user)

    def old(self) -> Self:
        """Return the imports that are past their retention period."""
        return self.filter(created_at__lt=timezone.now() - IMPORT_KEPT_PERIOD)


class BulkImport(models.Model):
    """One uploaded spreadsheet and the result of its import."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.CHECKING)
    row_count = models.PositiveIntegerField()
    done_count = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True, help_text="Why nothing was imported.")
    notices = models.JSONField(default=list, blank=True, help_text="What was ignored in the file, in sentences.")
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = BulkImportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ImportState.values), name="bulk_import_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("resources:import_report", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.state in (ImportState.CHECKING, ImportState.SAVING)

    @property
    def can_be_confirmed(self) -> bool:
        """Whether the checked rows may still be saved."""
        return self.state == ImportState.CHECKED and self.created_at > timezone.now() - MAX_CHECK_AGE

    def count_rows_by_outcome(self) -> dict[str, int]:
        found = self.rows.order_by().values_list("outcome").annotate(Count("pk"))
        return dict.fromkeys(Outcome.values, 0) | dict(found)


class ImportRow(models.Model):
    """One row of an import: its cells, what it would do and what is wrong with it.

    `changes` is a list of objects with `column`, `before` and `after`. `problems` is a list of pairs of a column and a
    sentence. `ready` is what would be stored, as `resources.imports.row_check` writes it.
    """

    bulk_import = models.ForeignKey(BulkImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="As spreadsheet programs number it.")
    cells = models.JSONField()
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True)
    title = models.CharField(max_length=200, blank=True)
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    ready = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    publication = models.ForeignKey(Publication, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bulk_import", "number"], name="import_row_once"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="import_row_outcome_is_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["bulk_import", "outcome", "number"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"Row {self.number}"
