"""What waits of practice examples, for the front page of the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max
from django.template import Library

from gateway.catalogue.models import Status
from practice.models import PracticeExample

register = Library()


@register.inclusion_tag("practice/waiting-sign.html")
def examples_to_review(user: Any) -> dict[str, Any]:
    """How many examples wait for an editor, and since when the first does; nothing for others."""
    if not user.is_editor:
        return {}
    waiting = PracticeExample.objects.filter(status=Status.IN_REVIEW)
    oldest = waiting.annotate(since=Max("steps__at")).order_by("since").values_list("since", flat=True).first()
    return {"waiting": waiting.aggregate(count=Count("pk")), "oldest": oldest}
