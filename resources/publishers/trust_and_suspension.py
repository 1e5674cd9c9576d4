"""The decisions of editors on whether a publisher is trusted, and whether it is suspended."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts.addresses.site_address import build_absolute_url
from accounts.mail.emails import send_message
from resources.models import Publisher, PublisherStep


@transaction.atomic
def set_suspended(publisher: Publisher, suspended: bool, *, by: Any, reason: str = "") -> None:
    """Suspend a publisher or bring it back, with everything that it published, and email its members."""
    if suspended == Publisher.objects.is_suspended_for_update(publisher.pk):
        return
    if suspended:
        publisher.suspend(by=by, reason=reason)
    else:
        publisher.restore(by=by, reason=reason)
    email_members(
        publisher, publisher.memberships.filter(user__is_active=True), "suspended" if suspended else "restored", reason
    )


@transaction.atomic
def set_trusted(publisher: Publisher, trusted: bool, *, by: Any, reason: str = "") -> None:
    """Let a publisher's owners publish without an editor, or no longer, and email them."""
    if Publisher.objects.filter(pk=publisher.pk, is_trusted=not trusted).update(is_trusted=trusted):
        publisher.is_trusted = trusted
        what = PublisherStep.What.TRUSTED if trusted else PublisherStep.What.CHECKED
        publisher.steps.create(what=what, by=by, reason=reason)
        email_members(publisher, publisher.memberships.owners(), "trusted" if trusted else "no-longer-trusted", reason)


def email_members(publisher: Publisher, members: QuerySet[Any], what: str, reason: str) -> None:
    address = build_absolute_url(reverse("resources:people", args=[publisher.slug]))
    context = {"publisher": publisher, "reason": reason, "address": address, "contact": settings.CONTACT_EMAIL}
    for member in members.select_related("user"):
        send_message(member.user.email, f"resources/mail/publisher-{what}.txt", context)
