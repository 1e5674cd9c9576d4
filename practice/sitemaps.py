"""The sitemap's section of schools."""

from __future__ import annotations

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from practice.models import School
from practice.schools.directory import on_the_gateway


class SchoolSitemap(Sitemap):
    """The page of every school that has shared something."""

    limit = 5_000

    def items(self) -> QuerySet[School]:
        """By age, so that pages of the sitemap stay what they were."""
        schools: Any = on_the_gateway()
        return schools.filter(shared__gt=0, is_sample=False).order_by("pk").only("urn")
