from __future__ import annotations

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from resources.models import Publisher


class PublisherSitemap(Sitemap):
    limit = 5_000

    def items(self) -> QuerySet[Publisher]:
        """Return public publishers without samples, by primary key, so that the pages of the sitemap stay stable."""
        return Publisher.objects.public().filter(is_sample=False).order_by("pk")
