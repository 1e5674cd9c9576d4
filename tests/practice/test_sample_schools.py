"""The invented schools of a development database."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from gateway.demo.samples.people import make_people
from practice.models import School, SchoolMembership

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_development(settings):
    settings.DEBUG = True


def make_sample_schools():
    call_command("sample_schools", stdout=StringIO())


def test_there_are_none_outside_development():
    with pytest.raises(CommandError, match="DEBUG"):
        make_sample_schools()

    assert School.objects.count() == 0


@pytest.mark.usefixtures("in_development")
def test_a_second_run_adds_nothing():
    make_people()
    make_sample_schools()

    make_sample_schools()

    assert (School.objects.count(), SchoolMembership.objects.count()) == (16, 3)


@pytest.mark.usefixtures("in_development")
def test_no_real_school_has_their_urns():
    make_sample_schools()

    assert {len(school.urn) for school in School.objects.all()} == {7}
    assert all(school.is_sample and school.position for school in School.objects.all())


@pytest.mark.usefixtures("in_development")
def test_a_sample_person_who_left_is_not_put_back():
    make_people()
    make_sample_schools()
    head = User.objects.get(email="head@example.org")
    head.school_memberships.update(status=SchoolMembership.Status.LEFT)

    make_sample_schools()

    assert [membership.status for membership in head.school_memberships.all()] == ["left"]
