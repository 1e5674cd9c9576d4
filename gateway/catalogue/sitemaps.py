"""The sitemap's sections that the catalogue knows."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from gateway.catalogue.models import FocusArea, Item


class PageSitemap(Sitemap):
    """Pages that are always there, and those of the floors above that the roof names."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def items(self) -> list[str]:
        """The names of their addresses."""
        return [
            "home", "focus_areas", "browse", "resources", "research", "practice", "events", "news",
            "about", "accessibility", *self.names,
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
    """Every public item but samples."""

    limit = 5_000

    def items(self) -> QuerySet[Item]:
        """The oldest first, so that pages of the sitemap stay what they were; nothing invented."""
        return Item.objects.public().filter(is_sample=False).order_by("pk").only("slug", "kind", "updated_at")

    def lastmod(self, item: Item) -> datetime:
        """When it last changed."""
        return item.updated_at
