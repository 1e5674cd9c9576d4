from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from gateway.catalogue.models.taxonomy import Phase


class ChosenPhase(models.Model):
    """A phase that a user works with: shown only to that user, and deleted with the account."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="chosen_phases")
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "phase"], name="chosen_phase_once_a_person"),
        ]

    def __str__(self) -> str:
        return f"Chosen phase {self.pk}"
