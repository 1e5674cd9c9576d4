"""Which of the invented publishers the sample people belong to."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from resources.models import Membership, Publisher, Role

TRUSTED = "sample-send-learning-network"
OTHER = "sample-centre-for-inclusive-research"
BELONGING = {
    "publisher-owner@example.org": (TRUSTED, Role.OWNER),
    "contributor@example.org": (TRUSTED, Role.CONTRIBUTOR),
    "other-publisher@example.org": (OTHER, Role.OWNER),
}


@transaction.atomic
def attach() -> int:
    """Makes the sample people members of the sample publishers; says how many were not yet.

    Raises Publisher.DoesNotExist or User.DoesNotExist where one of them is missing.
    """
    new = 0
    for email, (slug, role) in BELONGING.items():
        publisher = Publisher.objects.get(slug=slug)
        _, is_new = Membership.objects.get_or_create(
            publisher=publisher, user=User.objects.get(email=email), defaults={"role": role}
        )
        new += is_new
    if new:
        Publisher.objects.filter(slug=TRUSTED).update(is_trusted=True)
    return new
