"""Tests of the publishers of the sample users."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from resources.models import Membership, Publisher

pytestmark = pytest.mark.django_db
BELONGING = [
    ("contributor@example.org", "Sample SEND Learning Network", "contributor"),
    ("other-publisher@example.org", "Sample Centre for Inclusive Research", "owner"),
    ("publisher-owner@example.org", "Sample SEND Learning Network", "owner"),
]


@pytest.fixture
def samples(settings):
    """Load the data of `make run`."""
    settings.DEBUG = True
    call_command("load_starter", verbosity=0, stdout=StringIO())
    call_command("sample_people", stdout=StringIO())


def sample_members():
    out = StringIO()
    call_command("sample_members", stdout=out)
    return out.getvalue().strip().rpartition(" ")[2]


def test_everybody_gets_the_publisher_that_the_role_promises(samples):
    assert sample_members() == "3."

    rows = Membership.objects.order_by("user__email").values_list("user__email", "publisher__name", "role")
    assert list(rows) == BELONGING


def test_a_second_run_leaves_what_was_changed_meanwhile(samples):
    sample_members()
    Publisher.objects.update(is_trusted=False)

    assert sample_members() == "0."

    assert (Membership.objects.count(), Publisher.objects.filter(is_trusted=True).count()) == (3, 0)


def test_there_are_none_outside_development(samples, settings):
    settings.DEBUG = False

    with pytest.raises(CommandError, match="DEBUG"):
        sample_members()

    assert Membership.objects.count() == 0


def test_without_people_it_says_what_to_do_first(settings):
    settings.DEBUG = True

    with pytest.raises(CommandError, match="load_starter"):
        sample_members()
