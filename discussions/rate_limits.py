"""Rate limits of discussions, in the notation of `accounts.rate_limits.limiter`."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from django.utils import timezone

from discussions.models import Comment

POST_LIMITS = ((6, timedelta(minutes=5)), (40, timedelta(hours=1)), (150, timedelta(days=1)))
"""Posts of one member in a period, which `get_seconds_until_post` counts from the comments themselves."""
POST_RATE_PER_ADDRESS = "120/h/ip"
"""High, because all of a school may share one IP address."""
EDIT_RATE = "20/10m/user"
VOTE_RATE = "60/10m/user"
PREVIEW_RATE = "60/10m/user,120/10m/ip"
KEPT_TEXT_RATE = "10/10m/ip"
"""Texts of visitors that are kept in the session until they log in."""
REPORT_RATE = "10/h/user,30/d/user"
VISITOR_REPORT_RATE = "6/h/ip,20/d/ip"
SUSPENDED_REPORT_RATE = "3/d/user"
"""A suspended member can still report harm."""
REPORT_RATE_PER_EMAIL = "3/d/key"
"""Reports whose outcome goes to one email address, so that nobody can flood someone else's inbox."""
BLOCK_RATE = "30/h/user"
APPEAL_RATE = "10/d/user"
FOLLOW_RATE = "60/10m/user"


def get_seconds_until_post(author: Any) -> int:
    """Return the seconds until a member may post again, or 0. One query: the comments are their own log."""
    most = max(amount for amount, _ in POST_LIMITS)
    newest = Comment.objects.filter(author=author).order_by("-created_at").values_list("created_at", flat=True)
    times = list(newest[:most])
    now = timezone.now()
    waits = [times[amount - 1] + span - now for amount, span in POST_LIMITS if len(times) >= amount]
    return max(0, *(math.ceil(wait.total_seconds()) for wait in waits)) if waits else 0
