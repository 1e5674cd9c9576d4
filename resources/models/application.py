from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from gateway.catalogue.text.characters import make_one_line
from gateway.catalogue.text.web_addresses import WEB_ADDRESS_VALIDATOR, WebAddressField, is_web_address
from resources.models.publisher import Publisher

TERMS_VERSION = "2026-11"
"""The current edition of the terms for publishers, which applicants accept."""


class OrganisationKind(models.TextChoices):
    CHARITY = "charity", "Charity"
    ASSOCIATION = "association", "Professional association or network"
    AUTHORITY = "authority", "Local authority or health service"
    GOVERNMENT = "government", "Government department or agency"
    UNIVERSITY = "university", "University or research centre"
    TRUST = "trust", "School trust or teaching hub"
    FAMILIES = "families", "Group of parents, carers or disabled people"
    COMPANY = "company", "Company"
    OTHER = "other", "Something else"


class PublisherApplicationQuerySet(models.QuerySet["PublisherApplication"]):
    """Applications to become a publisher."""

    def waiting(self) -> Self:
        """Return the applications that no editor has decided, oldest first."""
        return self.filter(status=PublisherApplication.Status.WAITING).order_by("created_at", "pk")

    def sent_by(self, user: Any) -> Self:
        """Return the user's applications, latest first."""
        return self.filter(applicant_id=user.pk).order_by("-created_at", "-pk")


class PublisherApplication(models.Model):
    """An organisation's application to become a publisher, and the editor's decision."""

    class Status(models.TextChoices):
        """The status of an application. Only a waiting one can change."""

        WAITING = "waiting", "Waiting for an editor"
        APPROVED = "approved", "Approved"
        TURNED_DOWN = "turned_down", "Turned down"
        WITHDRAWN = "withdrawn", "Withdrawn"

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="publisher_applications", editable=False
    )
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=12, choices=OrganisationKind)
    website = WebAddressField(max_length=500, validators=[WEB_ADDRESS_VALIDATOR])
    description = models.TextField("what it does", max_length=1000)
    reason = models.TextField("what it would share", max_length=2000)
    voucher_name = models.CharField("who can vouch for it", max_length=150)
    voucher_email = models.EmailField("their email address")
    terms = models.CharField(
        "edition of the terms that was accepted", max_length=10, default=TERMS_VERSION, editable=False
    )
    created_at = models.DateTimeField("sent", auto_now_add=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.WAITING, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    answer = models.TextField("reason given", max_length=2000, blank=True, editable=False)
    publisher = models.ForeignKey(
        Publisher, models.SET_NULL, null=True, blank=True, related_name="applications", editable=False
    )

    objects = PublisherApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "application to publish"
        verbose_name_plural = "applications to publish"
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["applicant"], condition=Q(status="waiting"), name="application_waiting_once_for_a_person"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "approved", "turned_down", "withdrawn"]),
                name="application_status_is_known",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at__isnull=True)
                | (~Q(status="waiting") & Q(decided_at__isnull=False)),
                name="application_decided_has_a_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="turned_down") | ~Q(answer=""), name="application_turned_down_for_a_reason"
            ),
            models.CheckConstraint(condition=Q(kind__in=OrganisationKind.values), name="application_kind_is_known"),
            models.CheckConstraint(condition=is_web_address("website"), name="application_website_is_a_web_address"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save without invisible characters in the names."""
        self.name, self.voucher_name = make_one_line(self.name), make_one_line(self.voucher_name)
        super().save(*args, **kwargs)

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING
