"""Has a followed feed visited."""

from __future__ import annotations

from django.utils import timezone

from resources.followed_feeds.fetch import visit_feed
from resources.models import FollowedFeed


def visit(feed: FollowedFeed) -> None:
    """Visits a feed as the worker does when its turn has come."""
    FollowedFeed.objects.filter(pk=feed.pk).update(next_visit_at=timezone.now())
    visit_feed.enqueue(feed.pk)
    feed.refresh_from_db()
