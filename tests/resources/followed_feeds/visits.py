"""Visits to followed feeds, as the worker makes them."""

from __future__ import annotations

from django.utils import timezone

from resources.followed_feeds.fetch import visit_feed
from resources.models import FollowedFeed


def visit(feed: FollowedFeed) -> None:
    """Visit a feed as the worker does when the visit is due."""
    FollowedFeed.objects.filter(pk=feed.pk).update(next_visit_at=timezone.now())
    visit_feed.enqueue(feed.pk)
    feed.refresh_from_db()
