"""The template tags of the admin's front page."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.db.models import Count, QuerySet
from django.urls import reverse

from gateway.catalogue.models import Status
from resources.models import Publication, Publisher
from resources.publications.form.sections import PUBLICATION_KINDS
from resources.publications.workflow import SCHEDULED_STATUS, STATUS_FILTERS, build_due_condition

register = template.Library()
TALLY_LABELS = {
    Status.DRAFT: "Drafts",
    Status.RETURNED: "Returned, to be changed",
    Status.IN_REVIEW: "Waiting for an editor",
    SCHEDULED_STATUS: "Scheduled",
    Status.PUBLISHED: "Published",
}
"""The statuses counted on the front page, besides those due for review."""


@register.inclusion_tag("resources/manage/home.html")
def publications_to_manage(user: Any) -> dict[str, Any]:
    """Show how many publications have which status, and what can be added."""
    mine = Publication.objects.editable_by(user)
    can_add = user.is_editor or Publisher.objects.for_user(user).filter(is_suspended=False).exists()
    return {
        "suspended": Publisher.objects.for_user(user).filter(is_suspended=True),
        "contact_email": settings.CONTACT_EMAIL,
        "tallies": build_tallies(mine),
        "kinds": [(kind, kind.spec.name) for kind in PUBLICATION_KINDS] if can_add else [],
        "publishers": Publisher.objects.for_user(user),
    }


def build_tallies(publications: QuerySet[Publication]) -> list[tuple[str, int, str]]:
    """Return the label, count and address of each tally, leaving out those that are zero."""
    conditions = {
        name: (label, STATUS_FILTERS[name][1], f"status__exact={name}") for name, label in TALLY_LABELS.items()
    }
    conditions["due"] = ("Due for another look", build_due_condition(), "due=yes")
    counts = publications.aggregate(**{name: Count("pk", filter=which) for name, (_, which, _) in conditions.items()})
    address = reverse("admin:resources_publication_changelist")
    found = ((label, counts[name], f"{address}?{query}") for name, (label, _, query) in conditions.items())
    return [tally for tally in found if tally[1]]
