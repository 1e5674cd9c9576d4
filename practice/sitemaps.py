from __future__ import annotations

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from practice.models import School
from practice.schools.directory import get_schools_on_gateway


class SchoolSitemap(Sitemap):
    """The page of each school that has shared an example, except sample schools."""

    limit = 5_000

    def items(self) -> QuerySet[School]:
        """Return the schools by primary key, so that new ones do not move others between pages of the sitemap."""
        schools: Any = get_schools_on_gateway()
        return schools.filter(shared__gt=0, is_sample=False).order_by("pk").only("urn")
