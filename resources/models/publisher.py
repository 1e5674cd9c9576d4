from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse

from gateway.catalogue.models import FormerSlug
from gateway.catalogue.models.taxonomy import get_stored_slug
from gateway.catalogue.text.characters import make_one_line
from gateway.catalogue.text.web_addresses import WEB_ADDRESS_VALIDATOR, WebAddressField, is_web_address
from resources.models.publisher_step import PublisherStep

RESERVED_SLUGS = ("join", "terms")
"""Slugs of other pages under /publishers/."""


class Role(models.TextChoices):
    """What a member may do at a publisher."""

    OWNER = "owner", "Owner"
    CONTRIBUTOR = "contributor", "Contributor"


class PublisherQuerySet(models.QuerySet["Publisher"]):
    """Publishers, and what a user may do with them."""

    def public(self) -> Self:
        """Return what any visitor may see."""
        return self.filter(is_suspended=False)

    def for_user(self, user: Any) -> Self:
        """Return the publishers that the user is a member of, suspended or not."""
        return self.filter(memberships__user=user) if user.is_active else self.none()

    def owned_by(self, user: Any) -> Self:
        """Return the publishers that the user owns, suspended or not."""
        return self.filter(memberships__user=user, memberships__role=Role.OWNER) if user.is_active else self.none()

    def managed_by(self, user: Any) -> Self:
        """Return the publishers whose profile and members the user may change.

        Owners may change theirs until it is suspended. Editors may change all.
        """
        return self.all() if user.is_active and user.is_editor else self.owned_by(user).filter(is_suspended=False)

    def known_to(self, user: Any) -> Self:
        """Return the publishers whose members the user may see: their own, or all for an editor."""
        return self.all() if user.is_active and user.is_editor else self.for_user(user)

    def trusting(self, user: Any) -> Self:
        """Return the publishers for which the user may publish without an editor."""
        return self.owned_by(user).filter(is_trusted=True, is_suspended=False)

    def is_suspended_for_update(self, pk: int) -> bool:
        """Return whether a publisher is suspended, and lock its row until the transaction ends."""
        locked = self.filter(pk=pk).select_for_update(no_key=True)
        return bool(locked.values_list("is_suspended", flat=True).first())


class Publisher(models.Model):
    """A charity, association, local authority, university or other body that publishes for schools."""

    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=160, unique=True)
    website = WebAddressField(max_length=500, blank=True, validators=[WEB_ADDRESS_VALIDATOR])
    description = models.TextField(max_length=1000, blank=True)
    is_sample = models.BooleanField("sample", default=False, help_text="Invented, and marked so on the site.")
    is_trusted = models.BooleanField(
        "trusted", default=False, help_text="Its owners can publish without an editor's review."
    )
    is_suspended = models.BooleanField(
        "suspended", default=False, help_text="The public sees neither it nor anything that it published."
    )
    has_discussions = models.BooleanField(
        "open to discussion", default=True, help_text="Whether visitors can discuss what it publishes."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts the edits of the profile, so that none is lost."
    )

    objects = PublisherQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = [Lower("name"), "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="publisher_name_unique_whatever_its_case"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(slug=""), name="publisher_has_a_name_and_a_slug"),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS),
                name="publisher_slug_is_no_page",
                violation_error_message="Choose another slug: the Gateway has a page of its own at this address.",
            ),
            models.CheckConstraint(condition=is_web_address("website"), name="publisher_website_is_a_web_address"),
        ]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and remember the slug if it changes."""
        before = get_stored_slug(self)
        self.name = make_one_line(self.name)
        super().save(*args, **kwargs)
        FormerSlug.objects.record("publisher", self.pk, before, self.slug)

    @property
    def suspension(self) -> PublisherStep | None:
        """Return the step that suspended the publisher, with the reason, or None if it is not suspended."""
        return self.steps.filter(what=PublisherStep.What.SUSPENDED).last() if self.is_suspended else None

    def get_absolute_url(self) -> str:
        return reverse("resources:publisher", args=[self.slug])

    def suspend(self, *, by: Any, reason: str) -> None:
        """Take the publisher and all that it published off the public site. Do nothing if it is suspended already."""
        self._set_suspended(True, by, reason)

    def restore(self, *, by: Any, reason: str = "") -> None:
        """Make public again exactly what was public before. Do nothing if the publisher is not suspended."""
        self._set_suspended(False, by, reason)

    @transaction.atomic
    def _set_suspended(self, suspended: bool, by: Any, reason: str) -> None:
        was_suspended = Publisher.objects.is_suspended_for_update(self.pk)
        self.is_suspended = suspended
        if was_suspended != suspended:
            self.save(update_fields=["is_suspended"])
            self.publications.update(is_withheld=suspended)
            what = PublisherStep.What.SUSPENDED if suspended else PublisherStep.What.RESTORED
            self.steps.create(what=what, by=by, reason=reason)
