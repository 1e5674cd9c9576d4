"""Memberships of the sample people in the sample publishers."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from resources.models import Membership, Publisher, Role

TRUSTED_PUBLISHER_SLUG = "sample-send-learning-network"
OTHER_PUBLISHER_SLUG = "sample-centre-for-inclusive-research"
MEMBERSHIPS = {
    "publisher-owner@example.org": (TRUSTED_PUBLISHER_SLUG, Role.OWNER),
    "contributor@example.org": (TRUSTED_PUBLISHER_SLUG, Role.CONTRIBUTOR),
    "other-publisher@example.org": (OTHER_PUBLISHER_SLUG, Role.OWNER),
}


@transaction.atomic
def add_memberships() -> int:
    """Make the sample people members of the sample publishers, and return how many were not yet.

    Raise Publisher.DoesNotExist or User.DoesNotExist if one of them is missing.
    """
    new = 0
    for email, (slug, role) in MEMBERSHIPS.items():
        publisher = Publisher.objects.get(slug=slug)
        _, is_new = Membership.objects.get_or_create(
            publisher=publisher, user=User.objects.get(email=email), defaults={"role": role}
        )
        new += is_new
    if new:
        Publisher.objects.filter(slug=TRUSTED_PUBLISHER_SLUG).update(is_trusted=True)
    return new
