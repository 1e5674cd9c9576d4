"""Organisations that share publications."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

WEB_ADDRESS = URLValidator(schemes=["https", "http"])


class Publisher(models.Model):
    """A charity, association, local authority, university or other body that publishes for schools."""

    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=160, unique=True)
    website = models.URLField(max_length=500, blank=True, validators=[WEB_ADDRESS])
    description = models.TextField(max_length=1000, blank=True)
    is_sample = models.BooleanField("sample", default=False, help_text="Invented, and marked so on the site.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = [Lower("name"), "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="publisher_name_unique_whatever_its_case"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="publisher_has_a_name_and_a_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The publisher's profile."""
        return reverse("resources:publisher", args=[self.slug])
