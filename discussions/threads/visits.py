"""Members' visits to discussions, so that new comments can be marked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from discussions.models import DiscussionVisit
from gateway.catalogue.models import Item

VISIT_PERIOD = timedelta(minutes=10)
"""Pages opened within this period are one visit, so that new comments stay marked."""


def record_visit(user: Any, item: Item, visit: tuple[datetime | None, datetime | None]) -> datetime | None:
    """Record that a member reads this discussion. Return since when comments are new to them, or None at first.

    `visit` has the times of the last visit and of the one before. Only the start of a new visit costs a query.
    """
    at, before = visit
    now = timezone.now()
    if at is None:
        DiscussionVisit.objects.bulk_create([DiscussionVisit(user=user, item_id=item.pk)], ignore_conflicts=True)
        return None
    if at > now - VISIT_PERIOD:
        return before
    DiscussionVisit.objects.filter(user=user, item=item.pk, at=at).update(before=F("at"), at=now)
    return at
