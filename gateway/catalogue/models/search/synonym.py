from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower


class Synonym(models.Model):
    """A word or abbreviation and its equivalents: a search for one of them finds the others too."""

    term = models.CharField(max_length=80)
    equivalents = models.JSONField(default=list, help_text='What else it is called, as ["one", "two words"].')

    class Meta:
        ordering: ClassVar = ["term"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("term"), name="synonym_unique_whatever_its_case"),
            models.CheckConstraint(condition=~Q(term=""), name="synonym_has_a_term"),
        ]

    def __str__(self) -> str:
        return self.term
