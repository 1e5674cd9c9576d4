"""When somebody last read a discussion, so that what is new to them can be marked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from discussions.models import DiscussionVisit
from gateway.catalogue.models import Item

VISIT_PERIOD = timedelta(minutes=10)
"""Pages that are opened in so short a time are one visit: what was new stays marked."""


def note_visit(user: Any, item: Item, visit: tuple[datetime | None, datetime | None]) -> datetime | None:
    """Notes that a member reads this discussion now, and gives the time since when things are new to them.

    `visit` is what is known of their visit: when it was and what was new then. It costs a query only when a visit
    begins. None, the first time.
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
