"""The sitemap section of questions, each of which has a page of its own."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Q, QuerySet
from django.urls import reverse

from discussions.models import Comment


class QuestionSitemap(Sitemap):
    """Every question that any visitor may read, except samples."""

    limit = 5_000

    def items(self) -> QuerySet[Comment]:
        """Return the questions by key, so that new ones do not move others between pages of the sitemap."""
        invented = Q(author__is_sample=True) | Q(item__is_sample=True)
        return Comment.objects.public().questions().exclude(invented).order_by("pk").only("pk", "created_at")

    def location(self, item: Comment) -> str:
        return reverse("discussions:thread", args=[item.pk])

    def lastmod(self, item: Comment) -> datetime:
        return item.created_at
