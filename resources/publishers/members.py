"""The people of a publisher: their roles, and how they leave. The last owner always stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.addresses.site_address import absolute_url
from accounts.mail.emails import send_message
from resources.models import Membership, Publisher, PublisherStep, Role

What = PublisherStep.What
STEPS_BY_ROLE = {Role.OWNER: What.MADE_OWNER, Role.CONTRIBUTOR: What.MADE_CONTRIBUTOR}


class LastOwner(Exception):
    """The person is the only owner who can log in; somebody else must become an owner first."""


class NoLongerAllowed(Exception):
    """The one who acts, or the one acted upon, has left or lost the right since the page was opened."""


@contextmanager
def in_turn(membership: Membership) -> Iterator[Membership]:
    """The membership as it is now, while nobody else can change who belongs to its publisher."""
    with transaction.atomic():
        Publisher.objects.select_for_update(no_key=True).get(pk=membership.publisher_id)
        fresh = Membership.objects.select_related("publisher", "user").filter(pk=membership.pk).first()
        if fresh is None:
            raise NoLongerAllowed
        yield fresh


def change_role(membership: Membership, role: str, *, by: Any) -> None:
    """Makes a member an owner or a contributor. Raises LastOwner and NoLongerAllowed."""
    with in_turn(membership) as fresh:
        must_manage(fresh.publisher, by)
        if fresh.role == role:
            return
        if role != Role.OWNER:
            keep_an_owner(fresh)
        fresh.role = role
        fresh.save(update_fields=["role"])
        fresh.publisher.steps.create(what=STEPS_BY_ROLE[Role(role)], by=by, whom=fresh.user)
        if fresh.user != by:
            tell(fresh, "role-changed", by)


def remove(membership: Membership, *, by: Any) -> None:
    """Takes somebody out of a publisher. Raises LastOwner and NoLongerAllowed."""
    with in_turn(membership) as fresh:
        must_manage(fresh.publisher, by)
        keep_an_owner(fresh)
        fresh.delete()
        fresh.publisher.steps.create(what=What.REMOVED, by=by, whom=fresh.user)
        tell(fresh, "removed", by)


def leave(membership: Membership) -> None:
    """Somebody goes by themselves. Raises LastOwner and NoLongerAllowed."""
    with in_turn(membership) as fresh:
        keep_an_owner(fresh)
        fresh.delete()
        fresh.publisher.steps.create(what=What.LEFT, by=fresh.user, whom=fresh.user)


def must_manage(publisher: Publisher, user: Any) -> None:
    """Asks again, once nobody can change it any more: two owners may be removing each other."""
    if not Publisher.objects.managed_by(user).filter(pk=publisher.pk).exists():
        raise NoLongerAllowed


def keep_an_owner(leaving: Membership) -> None:
    """Refuses that the last owner goes."""
    others = Membership.objects.owners().filter(publisher=leaving.publisher_id).exclude(pk=leaving.pk)
    if leaving.role == Role.OWNER and not others.exists():
        raise LastOwner


def tell(membership: Membership, what: str, by: Any) -> None:
    """Writes to a member about what somebody else did."""
    address = absolute_url(reverse("resources:people", args=[membership.publisher.slug]))
    context = {"membership": membership, "publisher": membership.publisher, "by": by, "address": address}
    send_message(membership.user.email, f"resources/mail/{what}.txt", context)
