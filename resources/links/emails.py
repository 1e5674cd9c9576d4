"""The emails about broken links to the owners of the publishers concerned."""

from __future__ import annotations

from itertools import groupby

from django.db.models import Q

from accounts.mail.emails import send_message
from resources.models import Membership, Publication, PublicationLink, PublicationQuerySet

TEMPLATE = "resources/mail/broken-link.txt"


def email_owners(url: str, reason: str) -> None:
    """Email every owner of each publisher concerned, once for all its publications with this link.

    Call it in the transaction that marks the link as broken, so that the emails are queued exactly once.
    """
    concerned = find_publications_with_link(url).select_related("publisher").order_by("publisher_id", "pk")
    for publisher, publications in groupby(concerned, key=lambda each: each.publisher):
        context = {"url": url, "reason": reason, "publications": list(publications)}
        owners = Membership.objects.owners().filter(publisher=publisher).select_related("user")
        for membership in owners:
            send_message(membership.user.email, TEMPLATE, {**context, "publisher": publisher})


def find_publications_with_link(url: str) -> PublicationQuerySet:
    """Return the public publications that link to an address."""
    with_links = PublicationLink.objects.filter(url=url).values("publication")
    leads_there = Q(url=url) | Q(booking_url=url) | Q(pk__in=with_links)
    return Publication.objects.public().filter(leads_there, is_sample=False)
