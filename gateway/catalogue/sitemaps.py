"""The sections of the sitemap that the catalogue knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.addresses.site_address import replace_host
from gateway.catalogue.models import KIND_SPECS, FocusArea, Item
from gateway.catalogue.page_cache import shared

type Sections = Mapping[str, Sitemap | Callable[[], Sitemap]]


class PageSitemap(Sitemap):
    """Pages that always exist, including those of the apps above, whose names the URLconf passes in."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def items(self) -> list[str]:
        return [
            "home",
            "focus_areas",
            "browse",
            *(spec.url_name for spec in KIND_SPECS.values()),
            "about",
            "accessibility",
            *self.names,
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class FocusAreaSitemap(Sitemap):
    """The focus areas in use."""

    def items(self) -> QuerySet[FocusArea]:
        return FocusArea.objects.current()


class ItemSitemap(Sitemap):
    """Every public item but samples."""

    limit = 5_000

    def items(self) -> QuerySet[Item]:
        """Return the oldest items first, so that the pages of the sitemap stay the same."""
        return Item.objects.public().filter(is_sample=False).order_by("pk").only("slug", "kind", "updated_at")

    def lastmod(self, item: Item) -> datetime:
        return item.updated_at


@shared
@require_safe
def sitemap_index(request: HttpRequest, sitemaps: Sections) -> HttpResponse:
    """Return the sections of the sitemap that are not empty; one without an address would not be valid."""
    response: Any = views.index(request, drop_empty_sections(sitemaps), sitemap_url_name="sitemap_section")
    for each in response.context_data["sitemaps"]:
        each.location = replace_host(each.location)
    return response


@shared
@require_safe
def sitemap_section(request: HttpRequest, sitemaps: Sections, section: str) -> HttpResponse:
    """Return one section of the sitemap; an empty one does not exist."""
    only = {name: site for name, site in sitemaps.items() if name == section}
    response: Any = views.sitemap(request, drop_empty_sections(only), section)
    for each in response.context_data["urlset"]:
        each["location"] = replace_host(each["location"])
    return response


def drop_empty_sections(sitemaps: Sections) -> dict[str, Any]:
    """Return the sections that hold at least one address."""
    made = {name: site() if callable(site) else site for name, site in sitemaps.items()}
    return {name: site for name, site in made.items() if site.paginator.count}
