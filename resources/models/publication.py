from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from accounts.addresses.redirects import get_site
from gateway.catalogue.models import Item, ItemQuerySet, Kind, StoredFile
from gateway.catalogue.text.web_addresses import WEB_ADDRESS_VALIDATOR, WebAddressField, is_web_address
from resources.models.publisher import Publisher

DOI_VALIDATOR = RegexValidator(r"^10\.\d{4,9}/\S+$", "A DOI looks like 10.1000/xyz123, without the address before it.")


SAFE_DOI_CHARACTERS = "/:;(),+@!*'"
"""Punctuation in DOIs that need not be escaped in an address."""


class Licence(models.TextChoices):
    UNKNOWN = "", "Not stated"
    OGL = "ogl-3.0", "Open Government Licence v3.0"
    CC_BY = "cc-by-4.0", "Creative Commons Attribution 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "Creative Commons Attribution-ShareAlike 4.0"
    CC_BY_NC = "cc-by-nc-4.0", "Creative Commons Attribution-NonCommercial 4.0"
    CC_BY_NC_SA = "cc-by-nc-sa-4.0", "Creative Commons Attribution-NonCommercial-ShareAlike 4.0"
    CC_BY_NC_ND = "cc-by-nc-nd-4.0", "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0"
    CC0 = "cc0-1.0", "Public domain (CC0 1.0)"
    RESERVED = "all-rights-reserved", "All rights reserved"


class Cost(models.TextChoices):
    UNKNOWN = "", "Not stated"
    FREE = "free", "Free"
    REGISTRATION = "registration", "Free, but you must register"
    MEMBERS = "members", "Free for members"
    PAID = "paid", "There is a charge"


class Format(models.TextChoices):
    UNKNOWN = "", "Not stated"
    WEB_PAGE = "web-page", "Web page"
    DOCUMENT = "document", "Document"
    SLIDES = "slides", "Slides"
    TOOLKIT = "toolkit", "Toolkit"
    COURSE = "course", "Course"
    VIDEO = "video", "Video"
    AUDIO = "audio", "Audio"
    SOFTWARE = "software", "App or software"


class PublicationQuerySet(ItemQuerySet["Publication"]):
    """Publications, and what a user may do with them through their memberships."""

    def for_user(self, user: Any) -> Self:
        """Return the publications of the user's publishers."""
        return self.filter(publisher__in=Publisher.objects.for_user(user))

    def owned_by(self, user: Any) -> Self:
        """Return the publications of the publishers that the user owns."""
        return self.filter(publisher__in=Publisher.objects.owned_by(user))

    def visible_to(self, user: Any) -> Self:
        """Return what is public and what the user's publishers have, or everything for an editor."""
        if user.is_active and user.is_editor:
            return self.all()
        return self.public() | self.for_user(user) if user.is_active else self.public()

    def editable_by(self, user: Any) -> Self:
        """Return the publications of the user's publishers, or all of them for an editor."""
        return self.all() if user.is_active and user.is_editor else self.for_user(user)

    def originals(self) -> Self:
        """Return publications that are not new versions of published ones."""
        return self.filter(revises=None)

    def move_revisions(self, pk: int, publisher_id: int) -> None:
        """Move the new version of a publication to its present publisher, so that no other publisher can read it."""
        self.filter(revises=pk).exclude(publisher=publisher_id).update(publisher_id=publisher_id)

    def publishable_by(self, user: Any) -> Self:
        """Return what the user may publish without review: owners of trusted publishers theirs, an editor all."""
        if user.is_active and user.is_editor:
            return self.all()
        return self.filter(publisher__in=Publisher.objects.trusting(user))


class Publication(Item):
    """A resource, piece of research, news story or event of a publisher. Each kind uses the fields that suit it.

    `revises` points from the new version of a published publication to the published one
    (`resources.publications.revisions`).
    """

    publisher = models.ForeignKey(Publisher, models.PROTECT, related_name="publications")
    credit = models.CharField(max_length=300, blank=True, help_text="Other organisations that took part in it.")
    url = WebAddressField("web address", max_length=500, blank=True, validators=[WEB_ADDRESS_VALIDATOR])
    url_is_page = models.BooleanField(
        "address leads to the item itself", default=True, help_text="Untick if it is only the publisher's site."
    )
    body = models.TextField(max_length=20_000, blank=True, help_text="In Markdown.")
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)], help_text="First issued."
    )
    licence = models.CharField(max_length=20, choices=Licence, blank=True)
    cost = models.CharField(max_length=12, choices=Cost, blank=True)
    format = models.CharField(max_length=12, choices=Format, blank=True)
    authors = models.CharField(max_length=500, blank=True, help_text="Names, separated by semicolons.")
    doi = models.CharField("DOI", max_length=200, blank=True, validators=[DOI_VALIDATOR])
    is_online = models.BooleanField("online", default=False)
    venue = models.CharField(max_length=300, blank=True)
    booking_url = WebAddressField("booking address", max_length=500, blank=True, validators=[WEB_ADDRESS_VALIDATOR])
    editors_note = models.TextField(blank=True, help_text="For editors; never shown.")
    review_by = models.DateField(
        null=True, blank=True, help_text="When someone should check that it is still right. We will email you that day."
    )
    reminded_for = models.DateField(
        null=True, blank=True, editable=False, help_text="The review date that the last reminder was about."
    )

    revises = models.ForeignKey("self", models.CASCADE, null=True, blank=True, editable=False, related_name="revisions")
    revised_version = models.PositiveIntegerField(
        null=True, blank=True, editable=False, help_text="Of the published one, when its new version was begun."
    )

    objects: ClassVar = PublicationQuerySet.as_manager()

    detail_relations = ("publisher",)
    card_columns = ("publisher__name", "year", "format", "cost", "is_online", "venue", "publisher__has_discussions")
    discussion_column = "publisher__has_discussions"
    name_columns = ("credit", "authors", "venue")
    text_columns = ("body",)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(1900, 2100)), name="publication_year_is_plausible"
            ),
            models.CheckConstraint(condition=Q(doi="") | Q(doi__startswith="10."), name="publication_doi_is_bare"),
            models.CheckConstraint(
                condition=is_web_address("url") & is_web_address("booking_url"), name="publication_addresses_are_web"
            ),
            models.UniqueConstraint(fields=["revises"], name="publication_has_one_revision"),
            models.CheckConstraint(
                condition=Q(revises=None, revised_version=None) | Q(revises__gt=0, revised_version__gt=0),
                name="publication_revision_names_a_version",
            ),
            models.CheckConstraint(condition=Q(licence__in=Licence.values), name="publication_licence_is_known"),
            models.CheckConstraint(condition=Q(cost__in=Cost.values), name="publication_cost_is_known"),
            models.CheckConstraint(condition=Q(format__in=Format.values), name="publication_format_is_known"),
        ]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and withhold the publication while its publisher is suspended.

        The publisher's row is locked, so this also holds if it is suspended at the same moment.
        """
        fields = kwargs.get("update_fields")
        if fields is None or {"publisher", "publisher_id", "is_withheld"} & set(fields):
            self.is_withheld = Publisher.objects.is_suspended_for_update(self.publisher_id)
            kwargs["update_fields"] = fields and {*fields, "is_withheld"}
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new and (fields is None or {"publisher", "publisher_id"} & set(fields)):
            Publication.objects.move_revisions(self.pk, self.publisher_id)

    @staticmethod
    def get_card_parts(row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the publisher's name, then what helps a reader to choose."""
        return (
            row["publisher__name"],
            str(row["year"] or ""),
            Format(row["format"]).label if row["format"] else "",
            Cost(row["cost"]).label if row["cost"] else "",
            "Online" if row["is_online"] else "",
            row["venue"],
        )

    @property
    def host(self) -> str:
        """Return the site that the address leads to, without "www.". It is shown beside the link."""
        return get_site(self.url)

    @property
    def author_names(self) -> list[str]:
        return [name.strip() for name in self.authors.split(";") if name.strip()]

    @property
    def keyword_names(self) -> list[str]:
        """Return the keywords in alphabetical order, if the row was loaded with `keyword_lines`."""
        return sorted((getattr(self, "keyword_lines", "") or "").splitlines(), key=str.casefold)

    @property
    def doi_url(self) -> str:
        return f"https://doi.org/{quote(self.doi, safe=SAFE_DOI_CHARACTERS)}" if self.doi else ""

    @property
    def place(self) -> str:
        return ", ".join(part for part in ("Online" if self.is_online else "", self.venue) if part)

    def clean(self) -> None:
        """Raise ValidationError for a wrong kind, or for dates and a venue that do not fit the kind."""
        if self.kind == Kind.PRACTICE:
            raise ValidationError({"kind": "Practice examples are shared by schools, not published here."})
        if self.kind == Kind.EVENT:
            self._clean_event()
        elif self.starts_at or self.ends_at:
            raise ValidationError({"starts_at": "Only events have a start and an end."})

    def _clean_event(self) -> None:
        if not (self.starts_at and self.ends_at):
            raise ValidationError({"starts_at": "Say when the event starts and ends."})
        if self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": "The event cannot end before it starts."})
        if not (self.is_online or self.venue):
            raise ValidationError({"venue": "Name the venue, or tick that the event is online."})


class PublicationLink(models.Model):
    """A further address of a publication."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="links")
    title = models.CharField(max_length=200)
    url = WebAddressField("web address", max_length=500, validators=[WEB_ADDRESS_VALIDATOR])
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["publication", "url"], name="publication_link_once"),
            models.CheckConstraint(
                condition=is_web_address("url") & ~Q(url=""), name="publication_link_is_a_web_address"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PublicationFile(StoredFile):
    """A file of a publication."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files")
    copy_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="In a revision: the file of the published one that it may replace, at the same address.",
    )

    class Meta(StoredFile.Meta):
        pass

    @property
    def url(self) -> str:
        return reverse("resources:file", args=[self.publication.slug, self.pk])

    @property
    def preview_url(self) -> str:
        """Return the address of the picture of the first page, or an empty string if there is none."""
        return reverse("resources:file_preview", args=[self.publication.slug, self.pk]) if self.preview else ""
