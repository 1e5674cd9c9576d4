"""Schools and settings that members add because no list has them."""

from __future__ import annotations

import pytest

from gateway.catalogue.models import Phase
from practice.models import School, SchoolMembership
from tests.factories import make_user

pytestmark = pytest.mark.django_db

SCHOOL_DATA = {
    "name": "Little Oaks",
    "town": "Cardiff",
    "postcode": "cf10 1aa",
    "phases": [],
    "website": "",
    "role": "Manager",
}


def make_school_data(**changes):
    return SCHOOL_DATA | {"phases": [Phase.objects.get(slug="early-years").pk]} | changes


def test_a_school_that_is_not_listed_is_added_for_an_editor_to_check(client):
    user = make_user()
    client.force_login(user)

    client.post("/account/school/add/", make_school_data())

    school = School.objects.get()
    assert (school.name, school.postcode, school.is_checked, school.added_by) == (
        "Little Oaks",
        "CF10 1AA",
        False,
        user,
    )
    assert school.position is not None
    assert school.memberships.get().status == SchoolMembership.Status.WAITING


def test_a_form_sent_twice_adds_one_school(client):
    client.force_login(make_user())

    for _ in range(2):
        client.post("/account/school/add/", make_school_data())

    assert School.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("town", ""),
        ("postcode", "LS1"),
        ("postcode", "nowhere"),
        ("phases", [99]),
        ("role", ""),
        ("website", "javascript:alert(1)"),
        ("name", "x" * 151),
        ("name", "a\0b"),
    ],
)
def test_a_school_that_is_not_described_is_not_added(client, field, value):
    client.force_login(make_user())

    page = client.post("/account/school/add/", make_school_data(**{field: value}))

    assert "There is a problem" in page.text
    assert School.objects.count() == 0


def test_a_form_cannot_set_what_it_does_not_ask(client):
    client.force_login(make_user())

    client.post(
        "/account/school/add/", make_school_data(is_checked="on", urn="100000", is_sample="on", status="closed")
    )

    school = School.objects.get()
    assert (school.is_checked, school.urn[0], school.is_sample, school.status) == (False, "G", False, "open")
