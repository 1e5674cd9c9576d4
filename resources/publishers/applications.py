"""Applications to become a publisher, and the decisions of editors."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.addresses.site_address import build_absolute_url
from accounts.mail.emails import send_message
from accounts.models import Conflict, User
from gateway.catalogue.text.characters import make_one_line
from resources.models import Membership, Publisher, PublisherApplication, PublisherStep, Role
from resources.publishers.slugs import make_publisher_slug

Status = PublisherApplication.Status


class DecidedMeanwhile(Conflict):
    """The application is no longer waiting: another editor decided it, or the applicant withdrew it."""


class HasOwners(Exception):
    """A publisher of this name already has owners, who must invite the applicant."""


def send_application(application: PublisherApplication) -> bool:
    """Save a new application and email the applicant and the editors.

    Return False if the applicant already has one waiting.
    """
    try:
        with transaction.atomic():
            application.save()
            email_applicant(application, "received")
            email_editors(application)
    except IntegrityError:
        if PublisherApplication.objects.sent_by(application.applicant).waiting().exists():
            return False
        raise
    return True


@transaction.atomic
def withdraw(application: PublisherApplication) -> None:
    """Withdraw an application. Raise DecidedMeanwhile if an editor has decided it."""
    set_status(application, Status.WITHDRAWN, by=application.applicant)


@transaction.atomic
def turn_down(application: PublisherApplication, *, by: Any, reason: str) -> None:
    """Turn down an application with a reason. Raise DecidedMeanwhile if it is no longer waiting."""
    set_status(application, Status.TURNED_DOWN, by=by, answer=reason)
    email_applicant(application, "turned-down")


@transaction.atomic
def approve(application: PublisherApplication, *, by: Any) -> Publisher:
    """Create the publisher, or use the one of this name that has no owner, and make the applicant its owner.

    Raise DecidedMeanwhile if the application is no longer waiting, and HasOwners if the publisher already has an owner.
    """
    set_status(application, Status.APPROVED, by=by)
    publisher = get_or_create_publisher(application)
    Membership.objects.update_or_create(publisher=publisher, user=application.applicant, defaults={"role": Role.OWNER})
    publisher.steps.create(what=PublisherStep.What.APPROVED, by=by, whom=application.applicant)
    application.publisher = publisher
    application.save(update_fields=["publisher"])
    email_applicant(application, "approved")
    return publisher


def set_status(application: PublisherApplication, status: str, *, by: Any, answer: str = "") -> None:
    """Set the status of a waiting application. Raise DecidedMeanwhile if another decision came first."""
    decided = {"status": status, "decided_by": by, "decided_at": timezone.now(), "answer": answer}
    if not PublisherApplication.objects.filter(pk=application.pk, status=Status.WAITING).update(**decided):
        raise DecidedMeanwhile
    for name, value in decided.items():
        setattr(application, name, value)


def find_publisher_of_same_name(application: PublisherApplication) -> Publisher | None:
    """Return the existing publisher of the application's name, or None."""
    return Publisher.objects.filter(name__iexact=make_one_line(application.name)).first()


def get_or_create_publisher(application: PublisherApplication) -> Publisher:
    """Return the existing or a new publisher for an approved application. Raise HasOwners."""
    known = find_publisher_of_same_name(application)
    if known is None:
        return Publisher.objects.create(
            name=application.name,
            slug=make_publisher_slug(application.name),
            website=application.website,
            description=application.description,
        )
    if Publisher.objects.select_for_update(no_key=True).get(pk=known.pk).memberships.owners().exists():
        raise HasOwners
    return known


def email_applicant(application: PublisherApplication, what: str) -> None:
    context = {
        "application": application,
        "publisher": application.publisher,
        "join_address": build_absolute_url(reverse("resources:join")),
        "manage_address": build_absolute_url(reverse("admin:index")),
    }
    send_message(application.applicant.email, f"resources/mail/application-{what}.txt", context)


def email_editors(application: PublisherApplication) -> None:
    address = build_absolute_url(reverse("admin:resources_publisherapplication_change", args=[application.pk]))
    for editor in User.objects.editors():
        send_message(
            editor.email, "resources/mail/application-waiting.txt", {"application": application, "address": address}
        )
