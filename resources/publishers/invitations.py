from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.addresses.site_address import build_absolute_url
from accounts.mail.emails import send_message
from resources.models import Invitation, Membership, Publisher, PublisherStep, Role
from resources.publishers.members import NoLongerAllowed, check_may_manage

What = PublisherStep.What


class InvitationNotValid(Exception):
    """The link is forged, expired, used or revoked. The exception does not say which."""


@transaction.atomic
def invite(publisher: Publisher, email: str, role: str, *, by: Any) -> Invitation:
    """Send an invitation, or a new link if this address has an open one.

    Raise NoLongerAllowed if the user may no longer manage the publisher.
    """
    Publisher.objects.select_for_update(no_key=True).get(pk=publisher.pk)
    check_may_manage(publisher, by)
    email = email.lower()
    invitation = publisher.invitations.filter(email__iexact=email).first() or Invitation(
        publisher=publisher, email=email
    )
    invitation.role, invitation.invited_by = role, by
    invitation.renew()
    invitation.save()
    publisher.steps.create(what=What.INVITED, by=by)
    context = {"invitation": invitation, "publisher": publisher, "by": by, "address": get_invitation_url(invitation)}
    send_message(email, "resources/mail/invitation.txt", context)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: Any) -> None:
    """Revoke an invitation, so that its link stops working. Raise NoLongerAllowed if it was just accepted."""
    check_may_manage(invitation.publisher, by)
    if not Invitation.objects.filter(pk=invitation.pk).delete()[0]:
        raise NoLongerAllowed
    invitation.publisher.steps.create(what=What.REVOKED, by=by)


@transaction.atomic
def accept(token: str, user: Any) -> Publisher:
    """Give the user the role of the invitation, once. An owner keeps their role. Raise InvitationNotValid."""
    invitation = Invitation.objects.opened_by(token).select_for_update(of=("self",)).first()
    if invitation is None:
        raise InvitationNotValid
    publisher = invitation.publisher
    membership, is_new = Membership.objects.get_or_create(
        publisher=publisher, user=user, defaults={"role": invitation.role}
    )
    if invitation.role == Role.OWNER and membership.role != Role.OWNER:
        membership.role = Role.OWNER
        membership.save(update_fields=["role"])
        publisher.steps.create(what=What.MADE_OWNER, by=invitation.invited_by, whom=user)
    elif is_new:
        publisher.steps.create(what=What.JOINED, by=user, whom=user)
    invitation.delete()
    email_inviter(invitation, user)
    return publisher


def email_inviter(invitation: Invitation, user: Any) -> None:
    inviter = invitation.invited_by
    if inviter and inviter.is_active and inviter != user:
        people = build_absolute_url(reverse("resources:people", args=[invitation.publisher.slug]))
        context = {"invitation": invitation, "publisher": invitation.publisher, "user": user, "address": people}
        send_message(inviter.email, "resources/mail/invitation-accepted.txt", context)


def get_invitation_url(invitation: Invitation) -> str:
    path = reverse("resources:invitation", args=[invitation.publisher.slug, invitation.token])
    return build_absolute_url(path)
