"""What waits for an editor: each app reports its own, and the front page of the admin shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Min, QuerySet


class Waiting(NamedTuple):
    """How many things of one sort wait for a decision, since when the first does, and where they are listed."""

    number: int
    since: datetime | None
    address: str
    words: str

    @classmethod
    def from_queryset(cls, things: QuerySet[Any], since: Min, address: str, one: str, many: str) -> Waiting:
        """Count these things, and name them with the noun that fits their number."""
        sums = things.order_by().aggregate(count=Count("pk"), first=since)
        return cls(sums["count"], sums["first"], address, f"{sums['count']} {one if sums['count'] == 1 else many}")
