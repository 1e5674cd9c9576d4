"""The members of a publisher: their roles, and how they leave. A publisher keeps at least one owner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.addresses.site_address import build_absolute_url
from accounts.mail.emails import send_message
from accounts.models import Conflict
from resources.models import Membership, Publisher, PublisherStep, Role

What = PublisherStep.What
STEPS_BY_ROLE = {Role.OWNER: What.MADE_OWNER, Role.CONTRIBUTOR: What.MADE_CONTRIBUTOR}


class LastOwner(Exception):
    """The member is the only owner who can log in, so another member must become an owner first."""


class NoLongerAllowed(Conflict):
    """The user, or the member concerned, has left or lost the right since the page was opened."""


@contextmanager
def lock_membership(membership: Membership) -> Iterator[Membership]:
    """Yield the membership as it is now, with its publisher locked. Raise NoLongerAllowed if it is gone.

    Changes of roles, removals and departures lock the publisher first, so they happen one after another.
    """
    with transaction.atomic():
        Publisher.objects.select_for_update(no_key=True).get(pk=membership.publisher_id)
        fresh = Membership.objects.select_related("publisher", "user").filter(pk=membership.pk).first()
        if fresh is None:
            raise NoLongerAllowed
        yield fresh


def change_role(membership: Membership, role: str, *, by: Any) -> None:
    """Make a member an owner or a contributor. Raise LastOwner or NoLongerAllowed."""
    with lock_membership(membership) as fresh:
        check_may_manage(fresh.publisher, by)
        if fresh.role == role:
            return
        if role != Role.OWNER:
            check_another_owner(fresh)
        fresh.role = role
        fresh.save(update_fields=["role"])
        fresh.publisher.steps.create(what=STEPS_BY_ROLE[Role(role)], by=by, whom=fresh.user)
        if fresh.user != by:
            email_members(fresh, "role-changed", by)


def remove(membership: Membership, *, by: Any) -> None:
    """Remove a member from a publisher. Raise LastOwner or NoLongerAllowed."""
    with lock_membership(membership) as fresh:
        check_may_manage(fresh.publisher, by)
        check_another_owner(fresh)
        fresh.delete()
        fresh.publisher.steps.create(what=What.REMOVED, by=by, whom=fresh.user)
        email_members(fresh, "member-removed", by)


def leave(membership: Membership) -> None:
    """End a membership at the member's own wish. Raise LastOwner or NoLongerAllowed."""
    with lock_membership(membership) as fresh:
        check_another_owner(fresh)
        fresh.delete()
        fresh.publisher.steps.create(what=What.LEFT, by=fresh.user, whom=fresh.user)


def check_may_manage(publisher: Publisher, user: Any) -> None:
    """Raise NoLongerAllowed unless the user may manage the publisher.

    Check this once the publisher is locked, because two owners may be removing each other.
    """
    if not Publisher.objects.managed_by(user).filter(pk=publisher.pk).exists():
        raise NoLongerAllowed


def check_another_owner(leaving: Membership) -> None:
    """Raise LastOwner if no other owner would remain."""
    others = Membership.objects.owners().filter(publisher=leaving.publisher_id).exclude(pk=leaving.pk)
    if leaving.role == Role.OWNER and not others.exists():
        raise LastOwner


def email_members(membership: Membership, what: str, by: Any) -> None:
    address = build_absolute_url(reverse("resources:people", args=[membership.publisher.slug]))
    context = {"membership": membership, "publisher": membership.publisher, "by": by, "address": address}
    send_message(membership.user.email, f"resources/mail/{what}.txt", context)
