"""Organisations that share publications."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import URLValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from gateway.catalogue.models import FormerSlug
from gateway.catalogue.models.taxonomy import current_slug
from gateway.catalogue.text import plain

WEB_ADDRESS = URLValidator(schemes=["https", "http"])


def is_web_address(field: str) -> Q:
    """That a field is blank or an address of the web, so that no way past the forms makes a link that runs a script."""
    return Q(**{field: ""}) | Q(**{f"{field}__startswith": "https://"}) | Q(**{f"{field}__startswith": "http://"})


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
            models.CheckConstraint(condition=is_web_address("website"), name="publisher_website_is_a_web_address"),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Saves, and remembers a slug that is given up."""
        before = current_slug(self)
        self.name = plain(self.name)
        super().save(*args, **kwargs)
        FormerSlug.objects.remember("publisher", self.pk, before, self.slug)

    def get_absolute_url(self) -> str:
        """The publisher's profile."""
        return reverse("resources:publisher", args=[self.slug])
