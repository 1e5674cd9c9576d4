"""What the front page of the admin shows of schools."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from practice.models import MessageReport, School, SchoolMembership

register = template.Library()


@register.inclusion_tag("practice/manage-front.html")
def schools_to_manage(user: Any) -> dict[str, Any]:
    """What waits for an editor, each with its number and where it is listed; nothing for anybody else."""
    if not user.is_editor:
        return {"tallies": []}
    people, added = SchoolMembership.objects.waiting(), School.objects.filter(is_checked=False)
    reports = MessageReport.objects.filter(handled_at=None)
    waiting = {
        "schoolmembership": ("People who wait to be confirmed", "status__exact=waiting", people),
        "school": ("Schools to check", "is_checked__exact=0", added),
        "messagereport": ("Messages reported", "handled_at__isempty=1", reports),
    }
    return {
        "tallies": [
            (label, rows.count(), f"{reverse(f'admin:practice_{model}_changelist')}?{query}")
            for model, (label, query, rows) in waiting.items()
        ]
    }
