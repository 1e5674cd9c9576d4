"""How often somebody may do what, written as `accounts.rate_limits.limiter` reads it."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import Any

from django.utils import timezone

from discussions.models import Comment

POSTS = ((6, timedelta(minutes=5)), (40, timedelta(hours=1)), (150, timedelta(days=1)))
"""Comments, questions and replies of one person in so long a time: `wait_to_post` counts the comments themselves."""
POST_FROM_ADDRESS = "120/h/ip"
"""The same from one address; a school may have one for all who sit in it."""
EDIT = "20/10m/user"
VOTE = "60/10m/user"
PREVIEW = "60/10m/user,120/10m/ip"
KEEP_HALF_WRITTEN = "10/10m/ip"
"""Texts of visitors who are not logged in, kept in a session until they are."""
REPORT = "10/h/user,30/d/user"
REPORT_VISITOR = "6/h/ip,20/d/ip"
"""Reports of visitors; a school may have one address for all who sit in it."""
REPORT_SUSPENDED = "3/d/user"
"""Reports of somebody who is suspended: what harms must still be heard of."""
REPORT_TO = "3/d/key"
"""Reports whose outcome goes to one address that a visitor gives, so that nobody fills another's letter box."""
BLOCK = "30/h/user"
APPEAL = "10/d/user"
FOLLOW = "60/10m/user"


def wait_to_post(author: Any) -> int:
    """The seconds that a member must wait before another post; 0 if none. One query: the posts are their own log."""
    most = max(amount for amount, _ in POSTS)
    newest = Comment.objects.filter(author=author).order_by("-created_at").values_list("created_at", flat=True)
    times = list(newest[:most])
    now = timezone.now()
    waits = [times[amount - 1] + span - now for amount, span in POSTS if len(times) >= amount]
    return max(0, *(math.ceil(wait.total_seconds()) for wait in waits)) if waits else 0
