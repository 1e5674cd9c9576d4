"""The notifications about publications. Each goes with its own email, so digests leave them out."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.notification_sources import NotificationKind, NotificationText, Source
from accounts.notifications.subjects import make_describe, read_on_pages
from gateway.catalogue.models import Status
from resources.models import Publication

RETURNED_KIND, PUBLISHED_KIND, REVISED_KIND = "publication-returned", "publication-published", "publication-revised"
KINDS_BY_STATUS = {Status.RETURNED: RETURNED_KIND, Status.PUBLISHED: PUBLISHED_KIND}
KINDS_BY_REVISION = {"revised": REVISED_KIND, "discarded": ""}
"""The notification after an act on a new version. For a discarded one there is only an email."""


def describe_publication(kind: str, publication: Publication) -> NotificationText:
    if kind == RETURNED_KIND:
        text = f"“{publication.title}” came back with a reason"
        path = reverse("admin:resources_publication_change", args=[publication.pk])
    else:
        text, path = build_published_words(kind, publication), publication.get_absolute_url()
    return NotificationText(text, path, "What you publish", group="publications")


def build_published_words(kind: str, publication: Publication) -> str:
    """Return the words for a publication that an editor accepted. Only what is public is called published."""
    if kind == REVISED_KIND:
        return f"The new version of “{publication.title}” is published"
    if publication.is_scheduled:
        return f"“{publication.title}” is accepted and will be published"
    return f"“{publication.title}” is published"


@read_on_pages("resources:publication", "admin:resources_publication_change")
def get_page_publications(request: HttpRequest, slug: str = "", object_id: str = "") -> QuerySet[Publication]:
    """Return the publication whose page this is, on the site or in the admin."""
    return Publication.objects.filter(Q(pk=object_id) if object_id.isdecimal() else Q(slug=slug))


PUBLICATION_SOURCE = Source(
    name="publications",
    model=Publication,
    kinds=(
        NotificationKind(RETURNED_KIND, "Your publication came back", is_mailed=False),
        NotificationKind(PUBLISHED_KIND, "Your publication is published", is_mailed=False),
        NotificationKind(REVISED_KIND, "The new version of your publication is published", is_mailed=False),
    ),
    visible_to=lambda user: Publication.objects.visible_to(user),
    describe=make_describe(Publication.objects.all(), describe_publication),
    read_on=get_page_publications,
)
