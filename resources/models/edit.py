from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from resources.models.publication import Publication


class Edit(models.Model):
    """One save of a publication: who changed what, with the text before and after.

    `changes` is a list of objects with `field`, `label`, `before` and `after`, all of them strings.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="edits")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(help_text="Of the publication, once it was saved.")
    changes = models.JSONField(default=list)
    is_autosave = models.BooleanField(
        default=False, help_text="Saved automatically while somebody typed; what they save next is added to it."
    )

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return ", ".join(change["label"] for change in self.changes)
