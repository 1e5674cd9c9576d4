"""Rate limits of discussions, in the notation of `accounts.rate_limits.limiter`."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from django.utils import timezone

from discussions.models import Comment

POST_LIMITS = ((6, timedelta(minutes=5)), (40, timedelta(hours=1)), (150, timedelta(days=1)))
"""Comments, questions and replies of one person in so long a time: `wait_to_post` counts the comments themselves."""
POST_RATE_PER_ADDRESS = "120/h/ip"
"""The same from one address; a school may have one for all who sit in it."""
EDIT_RATE = "20/10m/user"
VOTE_RATE = "60/10m/user"
PREVIEW_RATE = "60/10m/user,120/10m/ip"
KEPT_TEXT_RATE = "10/10m/ip"
"""Texts of visitors who are not logged in, kept in a session until they are."""
REPORT_RATE = "10/h/user,30/d/user"
VISITOR_REPORT_RATE = "6/h/ip,20/d/ip"
"""Reports of visitors; a school may have one address for all who sit in it."""
SUSPENDED_REPORT_RATE = "3/d/user"
"""Reports of somebody who is suspended: what harms must still be heard of."""
REPORT_RATE_PER_EMAIL = "3/d/key"
"""Reports whose outcome goes to one address that a visitor gives, so that nobody fills another's letter box."""
BLOCK_RATE = "30/h/user"
APPEAL_RATE = "10/d/user"
FOLLOW_RATE = "60/10m/user"


def wait_to_post(author: Any) -> int:
    """Return the seconds until a member may post again, or 0. One query: the comments are their own log."""
    most = max(amount for amount, _ in POST_LIMITS)
    newest = Comment.objects.filter(author=author).order_by("-created_at").values_list("created_at", flat=True)
    times = list(newest[:most])
    now = timezone.now()
    waits = [times[amount - 1] + span - now for amount, span in POST_LIMITS if len(times) >= amount]
    return max(0, *(math.ceil(wait.total_seconds()) for wait in waits)) if waits else 0
