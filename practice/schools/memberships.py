"""How members say where they work, and how it is confirmed: by e-mail, by a colleague or by an editor.

A link can be sent to any address that the member gives. Following it shows that they read mail there. That alone
confirms them only if the domain is the school's own; otherwise it helps the colleague or editor who decides. So a reply
never reveals which domains we know.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.addresses.site_address import build_absolute_url
from accounts.mail.emails import send_message
from accounts.models import Conflict
from accounts.notifications.notify import notify
from practice.lookup.email_domains import get_domain, may_be_school_domain
from practice.models import School, SchoolMembership
from practice.notifications import COLLEAGUE_WAITS_KIND, CONFIRMED_KIND, REFUSED_KIND

How, Status = SchoolMembership.How, SchoolMembership.Status
MAX_COLLEAGUES_NOTIFIED = 20


class DecidedBefore(Conflict):
    """Someone else has confirmed or refused the membership first, or the member has left."""


@transaction.atomic
def request_membership(user: Any, school: School, role: str) -> SchoolMembership:
    """Return the membership that a user asks for, and notify colleagues when it is new."""
    membership, is_new = SchoolMembership.objects.current().get_or_create(
        user=user, school=school, defaults={"role": role}
    )
    if is_new:
        confirmed = school.memberships.confirmed().exclude(user=user).select_related("user")
        colleagues = list(confirmed[:MAX_COLLEAGUES_NOTIFIED])
        address = build_absolute_url(reverse("practice:my_schools"))
        for colleague in colleagues:
            send_message(
                colleague.user.email, "practice/mail/colleague-asks.txt", {"membership": membership, "address": address}
            )
        people = [colleague.user_id for colleague in colleagues]
        notify(people, COLLEAGUE_WAITS_KIND, membership.pk, f"{COLLEAGUE_WAITS_KIND}-{membership.pk}")
    return membership


@transaction.atomic
def send_link(membership: SchoolMembership, work_email: str) -> None:
    """Send a link to an address. Any earlier link stops working."""
    membership.work_email, membership.link_key = work_email, uuid.uuid4()
    membership.link_sent_at, membership.work_email_shown_at = timezone.now(), None
    membership.save(update_fields=["work_email", "link_key", "link_sent_at", "work_email_shown_at"])
    address = build_absolute_url(reverse("practice:open_link", args=[membership.link_key]))
    send_message(work_email, "practice/mail/school-link.txt", {"membership": membership, "address": address})


@transaction.atomic
def follow_link(membership: SchoolMembership) -> bool:
    """Use up the link of a membership and return whether that confirmed it. Raise DecidedBefore if it was used."""
    links = SchoolMembership.objects.filter(pk=membership.pk, link_key=membership.link_key, status=Status.WAITING)
    if membership.link_key is None or not links.update(link_key=None, work_email_shown_at=timezone.now()):
        raise DecidedBefore
    if not is_school_domain(get_domain(membership.work_email), membership.school):
        return False
    set_decision(membership, Status.CONFIRMED, How.EMAIL, by=membership.user)
    return True


def is_school_domain(domain: str, school: School) -> bool:
    """Return whether an address at this domain shows that its owner works at the school.

    The domain must be that of the school's website or of confirmed members' addresses. A domain that other schools use
    too, such as that of a trust or a council, does not count.
    """
    if not (may_be_school_domain(domain) and school.is_checked):
        return False
    sites = Q(website_domain=domain) | Q(website_domain__endswith=f".{domain}")
    shown = Q(work_email__iendswith=f"@{domain}", work_email_shown_at__isnull=False)
    elsewhere = SchoolMembership.objects.confirmed().filter(shown).exclude(school=school)
    if School.objects.open().exclude(pk=school.pk).filter(sites).exists() or elsewhere.exists():
        return False
    return school.website_domain == domain or school.memberships.confirmed().filter(shown).exists()


@transaction.atomic
def confirm(membership: SchoolMembership, by: Any) -> None:
    """Confirm a membership, for a colleague or an editor. Raise DecidedBefore."""
    set_decision(membership, Status.CONFIRMED, get_method(membership, by), by=by)
    notify_member(membership, CONFIRMED_KIND)


@transaction.atomic
def refuse(membership: SchoolMembership, by: Any) -> None:
    """Refuse a membership, for a colleague or an editor who does not know the member. Raise DecidedBefore."""
    set_decision(membership, Status.REFUSED, "", by=by)
    notify_member(membership, REFUSED_KIND)


def notify_member(membership: SchoolMembership, kind: str) -> None:
    send_message(membership.user.email, f"practice/mail/{kind}.txt", {"membership": membership})
    notify([membership.user_id], kind, membership.pk, f"{kind}-{membership.pk}")


@transaction.atomic
def leave(membership: SchoolMembership) -> None:
    """End a membership. The member remains the author of what they shared there, but may no longer edit it."""
    SchoolMembership.objects.current().filter(pk=membership.pk).update(
        status=Status.LEFT, ended_at=timezone.now(), link_key=None
    )


def get_method(membership: SchoolMembership, by: Any) -> str:
    is_colleague = SchoolMembership.objects.for_user(by).confirmed().filter(school=membership.school_id).exists()
    return How.COLLEAGUE if is_colleague else How.EDITOR


def set_decision(membership: SchoolMembership, status: str, how: str, *, by: Any) -> None:
    """Take a membership out of the queue. Raise DecidedBefore if it no longer waits."""
    now = timezone.now()
    waiting = SchoolMembership.objects.filter(pk=membership.pk, status=Status.WAITING)
    ended = now if status == Status.REFUSED else None
    changed = waiting.update(
        status=status, confirmed_how=how, decided_by=by, decided_at=now, ended_at=ended, link_key=None
    )
    if not changed:
        raise DecidedBefore
    membership.refresh_from_db()
