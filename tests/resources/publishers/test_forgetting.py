"""Tests that email addresses of people without an account are deleted once they are no longer needed."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from resources.models import Invitation, PublisherApplication
from tests.factories import make_application, make_invitation

pytestmark = pytest.mark.django_db


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def test_invitations_go_a_month_after_they_expired():
    for name, days in (("old", 31), ("recent", 29), ("open", -7)):
        make_invitation(email=f"{name}@example.org", sent_at=days_ago(60), expires_at=days_ago(days))

    call_command("forget_requests", stdout=StringIO())

    assert list(Invitation.objects.values_list("email", flat=True)) == ["recent@example.org", "open@example.org"]


def test_who_vouched_is_forgotten_a_year_after_the_answer():
    make_application(name="Old", status="approved", decided_at=days_ago(366))
    make_application(name="Recent", status="approved", decided_at=days_ago(364))
    make_application(name="Waiting")

    call_command("forget_requests", stdout=(out := StringIO()))

    vouchers = PublisherApplication.objects.order_by("pk").values_list("name", "voucher_email")
    assert list(vouchers) == [("Old", ""), ("Recent", "vera@example.org"), ("Waiting", "vera@example.org")]
    assert out.getvalue() == "Invitations deleted: 0. Vouchers forgotten: 1.\n"
