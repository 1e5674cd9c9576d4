"""The sitemap's sections that the catalogue knows."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from gateway.catalogue.models import FocusArea, Item


class PageSitemap(Sitemap):
    """Pages that are always there."""

    def items(self) -> list[str]:
        """The names of their addresses."""
        return [
            "home", "focus_areas", "browse", "resources", "research", "practice", "events", "news",
            "practice:schools", "about", "accessibility",
        ]  # fmt: skip

    def location(self, item: str) -> str:
        """Where the page is."""
        return reverse(item)


class FocusAreaSitemap(Sitemap):
    """The focus areas."""

    def items(self) -> QuerySet[FocusArea]:
        """Those in use."""
        return FocusArea.objects.current()


class ItemSitemap(Sitemap):
    """Every public item."""

    limit = 5_000

    def items(self) -> QuerySet[Item]:
        """The oldest first, so that pages of the sitemap stay what they were."""
        return Item.objects.public().order_by("pk").only("slug", "kind", "updated_at")

    def lastmod(self, item: Item) -> datetime:
        """When it last changed."""
        return item.updated_at
