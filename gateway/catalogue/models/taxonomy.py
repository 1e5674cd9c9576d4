"""The curated vocabularies by which everything on the Gateway is organised.

Their terms change (a government consultation may rename them), so they are rows with dates that editors change in the
admin, never code. Nothing here knows what is classified with them.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gateway.catalogue.models.change_log import lock_change_log, record_terms


class TermQuerySet(models.QuerySet):
    """Terms of one vocabulary."""

    def current(self, on: date | None = None) -> TermQuerySet:
        """Return the terms in use on a day, by default today."""
        on = on or timezone.localdate()
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        return self.filter(begun, Q(valid_until__isnull=True) | Q(valid_until__gt=on))

    @transaction.atomic
    def update(self, **values: Any) -> int:
        """Update the terms and log it.

        Raise ValueError for a slug: only `save` remembers the previous one.
        """
        if "slug" in values:
            raise ValueError("Save a term to change its slug, so that the old one still leads to it.")
        lock_change_log()
        changed = super().update(**values)
        record_terms()
        return changed


class Term(models.Model):
    """A term of a curated vocabulary; its slug is part of public addresses."""

    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=60, blank=True, help_text="Shown in lists and filters, if given.")
    slug = models.SlugField(max_length=80, unique=True, help_text="Part of addresses. A change leaves a redirect.")
    description = models.TextField(blank=True)
    synonyms = models.JSONField(default=list, blank=True, help_text='Other words for it, as ["one", "two"].')
    order = models.PositiveSmallIntegerField(default=0, help_text="Lower numbers come first.")
    valid_from = models.DateField(null=True, blank=True, help_text="Not offered before this day.")
    valid_until = models.DateField(null=True, blank=True, help_text="Not offered from this day on.")

    objects = TermQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering: ClassVar = ["order", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(slug=""), name="%(class)s_has_a_slug"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=models.F("valid_from")),
                name="%(class)s_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and remember the previous slug if it changed."""
        before = get_stored_slug(self)
        super().save(*args, **kwargs)
        FormerSlug.objects.record(self.vocabulary, self.pk, before, self.slug)

    @property
    def vocabulary(self) -> str:
        return self._meta.model_name or ""

    @property
    def label(self) -> str:
        """Return the name for lists, filters and chips."""
        return self.short_name or self.name


class FocusArea(Term):
    """One of the eight areas of the SEND Review Guide, by which the whole site is organised."""

    questions = models.JSONField(default=list, blank=True, help_text='Questions to ask, as ["First?", "Second?"].')
    mark = models.SlugField(max_length=40, default="general", help_text="Which drawing of components/icons stands by.")

    class Meta(Term.Meta):
        pass

    def get_absolute_url(self) -> str:
        return reverse("focus_area", args=[self.slug])


class AreaOfNeed(Term):
    """A broad area of need of the SEND Code of Practice (2015), or a primary need type beneath one."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="types")
    code = models.CharField(max_length=10, blank=True, help_text="The DfE's code of a need type, such as SLCN.")

    class Meta(Term.Meta):
        verbose_name = "area of need"
        verbose_name_plural = "areas of need"

    def clean(self) -> None:
        """Refuse a third level: areas have types, and types have nothing beneath them."""
        if self.parent and (self.parent == self or self.parent.parent_id or self.types.exists()):
            raise ValidationError({"parent": "Choose a broad area; only those have types beneath them."})


class Phase(Term):
    """A phase of education."""

    from_age = models.PositiveSmallIntegerField(null=True, blank=True)
    to_age = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta(Term.Meta):
        pass


class SettingType(Term):
    """A kind of setting, such as mainstream, special or alternative provision."""

    class Meta(Term.Meta):
        pass


def get_stored_slug(row: models.Model) -> str | None:
    """Return the slug that the database has for a row before it is saved, or None for a new row."""
    if row._state.adding:
        return None
    return type(row)._default_manager.filter(pk=row.pk).values_list("slug", flat=True).first()


class FormerSlugManager(models.Manager["FormerSlug"]):
    """The slugs that rows had before."""

    def record(self, vocabulary: str, pk: int, before: str | None, now: str) -> None:
        """Record that a row changed its slug from `before` to `now`.

        From then on, `now` no longer leads to any row that had it before.
        """
        if before == now:
            return
        self.filter(vocabulary=vocabulary, slug=now).delete()
        if before is not None:
            self.update_or_create(vocabulary=vocabulary, slug=before, defaults={"term_id": pk})

    def find_owner(self, vocabulary: str, slug: str) -> int | None:
        """Return the key of the row that had this slug before, or None."""
        return self.filter(vocabulary=vocabulary, slug=slug).values_list("term_id", flat=True).first()


class FormerSlug(models.Model):
    """A previous slug of a term, publisher or item; addresses that use it still lead there."""

    vocabulary = models.CharField(max_length=40)
    slug = models.SlugField(max_length=220)
    term_id = models.PositiveBigIntegerField()

    objects: ClassVar[FormerSlugManager] = FormerSlugManager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vocabulary", "slug"], name="former_slug_leads_to_one_term")
        ]

    def __str__(self) -> str:
        return f"{self.vocabulary} {self.slug}"
