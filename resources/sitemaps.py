"""The sitemap's section of publishers."""

from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from resources.models import Publisher


class PublisherSitemap(Sitemap):
    """The profile of every publisher that the public sees."""

    limit = 5_000

    def items(self) -> QuerySet[Publisher]:
        """By age, so that pages of the sitemap stay what they were; nobody invented."""
        return Publisher.objects.public().filter(is_sample=False).order_by("pk")
