"""Deletion of the email addresses of people without an account once they are no longer needed."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from resources.models import Invitation, PublisherApplication

INVITATION_KEPT_PERIOD, VOUCHER_KEPT_PERIOD = timedelta(days=30), timedelta(days=365)
FORGOTTEN_NAME = "forgotten"


def delete_expired_invitations() -> int:
    """Delete invitations that expired a month ago, and return how many."""
    return Invitation.objects.filter(expires_at__lt=timezone.now() - INVITATION_KEPT_PERIOD).delete()[0]


def remove_old_referees() -> int:
    """Remove the referees of applications that were decided a year ago, and return of how many."""
    old = PublisherApplication.objects.filter(decided_at__lt=timezone.now() - VOUCHER_KEPT_PERIOD).exclude(
        voucher_email=""
    )
    return old.update(voucher_name=FORGOTTEN_NAME, voucher_email="")
