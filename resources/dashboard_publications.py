"""What is waiting for editors: publications, applications and unsent emails."""

from __future__ import annotations

from django.db.models import Min
from django.urls import reverse

from accounts.models import OutgoingMessage
from gateway.catalogue.dashboard import Waiting
from resources.models import PublisherApplication
from resources.publications.workflow import get_review_queue


def list_waiting() -> list[Waiting]:
    applications, unsent = PublisherApplication.objects.waiting(), OutgoingMessage.objects.exclude(failed_at=None)
    return [
        Waiting.from_queryset(
            get_review_queue(),
            Min("sent_at"),
            reverse("admin:resources_publication_queue"),
            "publication to review",
            "publications to review",
        ),
        Waiting.from_queryset(
            applications,
            Min("created_at"),
            reverse("admin:resources_publisherapplication_changelist") + "?status__exact=waiting",
            "organisation wants to join",
            "organisations want to join",
        ),
        Waiting.from_queryset(
            unsent,
            Min("failed_at"),
            reverse("admin:accounts_outgoingmessage_changelist") + "?failed_at__isempty=0",
            "email could not be sent",
            "emails could not be sent",
        ),
    ]
