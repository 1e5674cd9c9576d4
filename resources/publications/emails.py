"""The emails about steps: editors learn what waits for them, authors what was decided."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.addresses.site_address import build_absolute_url
from accounts.mail.emails import send_message
from accounts.models import User
from accounts.notifications.notify import notify
from gateway.catalogue.models import Status, Step
from resources.models import Publication
from resources.publications.notifications import KINDS_BY_REVISION, KINDS_BY_STATUS

TEMPLATES_BY_STATUS = {
    Status.IN_REVIEW: "resources/mail/submitted.txt",
    Status.RETURNED: "resources/mail/returned.txt",
    Status.PUBLISHED: "resources/mail/published.txt",
}
"""The email after a step to each status. Other steps send none."""


def get_recipients(publication: Publication, to: str) -> QuerySet[Any]:
    """Return the users to notify of a step to this status."""
    return User.objects.editors() if to == Status.IN_REVIEW else get_authors(publication)


def notify_recipients(
    publication: Publication, step: Step, people: Iterable[Any] | None = None, template: str = ""
) -> None:
    """Email and notify the recipients of this step, except the user who took it.

    Pass `people` and `template` where the status of the step does not determine them.
    """
    if not template and step.to_status not in TEMPLATES_BY_STATUS:
        return
    people = get_recipients(publication, step.to_status) if people is None else people
    path = f"resources/mail/{template}.txt" if template else TEMPLATES_BY_STATUS[Status(step.to_status)]
    context = {"publication": publication, "step": step, "address": build_absolute_url(get_path(publication, step))}
    told = [person for person in people if person.pk != step.by_id]
    for person in told:
        send_message(person.email, path, {**context, "person": person})
    kind = KINDS_BY_REVISION[template] if template else KINDS_BY_STATUS.get(Status(step.to_status))
    if kind:
        notify((person.pk for person in told), kind, publication.pk, f"step-{step.pk}")


def get_path(publication: Publication, step: Step) -> str:
    if step.to_status == Status.IN_REVIEW:
        if publication.revises_id:
            return reverse("admin:resources_publication_changes", args=[publication.pk])
        return reverse("admin:resources_publication_queue")
    if step.to_status == Status.PUBLISHED:
        return publication.get_absolute_url()
    return reverse("admin:resources_publication_change", args=[publication.pk])


def get_authors(publication: Publication) -> QuerySet[Any]:
    """Return who made the publication and who last sent it for review, if they may still edit it."""
    sent = publication.steps.filter(to_status=Status.IN_REVIEW).order_by("-at", "-pk").values_list("by", flat=True)[:1]
    wanted = [pk for pk in (publication.created_by_id, *sent) if pk]
    people = User.objects.filter(pk__in=wanted, is_active=True)
    return (
        people.filter(Q(memberships__publisher=publication.publisher_id) | Q(is_editor=True)).distinct().order_by("pk")
    )
