"""Times at which mail that is not sent at once is due, by London time in every season."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LONDON_TIME_ZONE = ZoneInfo("Europe/London")
DIGEST_HOUR = 7
"""The hour at which digests are due, in London; no change of the clocks skips it."""
MONDAY = 0


def get_last_morning(now: datetime) -> datetime:
    """Return the latest seven o'clock in the morning that is not in the future."""
    local = now.astimezone(LONDON_TIME_ZONE)
    morning = local.replace(hour=DIGEST_HOUR, minute=0, second=0, microsecond=0, fold=0)
    return morning if morning <= local else morning - timedelta(days=1)


def get_last_monday_morning(now: datetime) -> datetime:
    """Return the latest seven o'clock on a Monday morning that is not in the future."""
    morning = get_last_morning(now)
    return morning - timedelta(days=(morning.weekday() - MONDAY) % 7)
