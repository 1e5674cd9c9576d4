"""The practice examples, memberships and schools that wait for an editor."""

from __future__ import annotations

from django.db.models import Min
from django.urls import reverse

from gateway.catalogue.dashboard import Waiting
from practice.models import PracticeExample, School, SchoolMembership


def list_waiting() -> list[Waiting]:
    """Return the examples to review, and the memberships and schools to check.

    Reported messages are in the moderation queue of discussions.
    """
    return [
        Waiting.from_queryset(
            PracticeExample.objects.waiting(),
            Min("since"),
            reverse("practice:review"),
            "practice example to review",
            "practice examples to review",
        ),
        Waiting.from_queryset(
            SchoolMembership.objects.waiting(),
            Min("asked_at"),
            reverse("admin:practice_schoolmembership_changelist") + "?status__exact=waiting",
            "person says that they work at a school",
            "people say that they work at a school",
        ),
        Waiting.from_queryset(
            School.objects.filter(is_checked=False),
            Min("created_at"),
            reverse("admin:practice_school_changelist") + "?is_checked__exact=0",
            "school to check",
            "schools to check",
        ),
    ]
