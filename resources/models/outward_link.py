from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from gateway.catalogue.text.web_addresses import is_web_address

MIN_LINKS_FOR_DOUBT = 10
"""With fewer links than this, missing answers say nothing about our own network."""
MIN_FAILURES_WHEN_BROKEN = 3
"""The number of failed visits in a row after which a link counts as broken."""


class OutwardLinkQuerySet(models.QuerySet["OutwardLink"]):
    """Outward links."""

    def broken(self) -> Self:
        """Return the links that publishers and editors see as broken."""
        return self.filter(broken_since__isnull=False)

    def failed_at(self, field: str) -> Subquery:
        """Return when the address in this field of a row was last tried, if it is broken. Use it to annotate rows."""
        return Subquery(self.broken().filter(url=OuterRef(field)).values("visited_at")[:1])

    def due(self) -> Self:
        """Return the links whose next visit is due and that no worker has leased."""
        now = timezone.now()
        return self.filter(Q(leased_until__isnull=True) | Q(leased_until__lt=now), next_visit_at__lte=now)

    def is_our_network_up(self) -> bool:
        """Whether any site answered within the last day. If none of many did, our own network is down."""
        return (
            self.filter(answered_at__gte=timezone.now() - timedelta(days=1)).exists()
            or self.count() < MIN_LINKS_FOR_DOUBT
        )


class OutwardLink(models.Model):
    """One address, however many publications link to it.

    A worker that visits it holds a lease on it. A lease that has run out belonged to a worker that died, so the next
    worker visits the link.
    """

    url = models.CharField("address", max_length=500, unique=True)
    host = models.CharField(max_length=255, db_index=True)
    next_visit_at = models.DateTimeField(default=timezone.now)
    visited_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(
        "last answered", null=True, blank=True, help_text="With anything, if only that there is no such page."
    )
    failures = models.PositiveSmallIntegerField("failed visits in a row", default=0)
    reason = models.CharField("what went wrong", max_length=200, blank=True)
    broken_since = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OutwardLinkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["url"]
        indexes: ClassVar = [models.Index(fields=["next_visit_at", "host"], name="outward_link_due")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(broken_since__isnull=True) | Q(failures__gte=MIN_FAILURES_WHEN_BROKEN),
                name="outward_link_is_broken_for_sure",
            ),
            models.CheckConstraint(condition=is_web_address("url"), name="outward_link_is_a_web_address"),
            models.CheckConstraint(condition=~Q(url="") & ~Q(host=""), name="outward_link_leads_somewhere"),
        ]

    def __str__(self) -> str:
        return self.url
