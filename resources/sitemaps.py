"""The sitemap's section of publishers."""

from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from resources.models import Publisher


class PublisherSitemap(Sitemap):
    """Every publisher's profile."""

    limit = 5_000

    def items(self) -> QuerySet[Publisher]:
        """By age, so that pages of the sitemap stay what they were."""
        return Publisher.objects.order_by("pk")
