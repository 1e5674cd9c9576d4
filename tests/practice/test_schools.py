"""Schools: their numbers, their searchable words and distances between them."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from practice.models import School, SizeBand
from tests.factories import make_editor, make_school, make_user

LATITUDES = st.floats(49.9, 55.8).map(lambda degrees: round(degrees, 6))
LONGITUDES = st.floats(-6.4, 1.8).map(lambda degrees: round(degrees, 6))


def compute_distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance in kilometres, calculated independently of the code under test."""
    north, east = radians(a[0] - b[0]) / 2, radians(a[1] - b[1]) / 2
    return 2 * 6371 * asin(sqrt(sin(north) ** 2 + cos(radians(a[0])) * cos(radians(b[0])) * sin(east) ** 2))


@pytest.mark.django_db
def test_a_school_without_a_urn_gets_a_number_that_is_no_urn():
    school = make_school(urn="")

    assert school.urn[0] == "G"
    assert school.urn[1:].isdigit()
    assert not school.has_urn


@pytest.mark.django_db
def test_two_schools_cannot_share_a_urn():
    make_school(urn="9000001")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_school(urn="9000001")


@pytest.mark.django_db
def test_a_school_is_found_by_plain_words():
    school = make_school("Saint Zoë’s C.E. Primary & Nursery", urn="9000001", town="York", postcode="yo1 7hh")

    assert school.search_text == (
        " st zoes ce primary and nursery york yo17hh 7hh 9000001 saint cofe church of england coe prim nsy stzoes"
    )


@pytest.mark.django_db
def test_a_school_added_by_hand_is_seen_by_who_added_it_and_editors_until_it_is_checked():
    adder, stranger, editor = make_user(), make_user(), make_editor()
    school = make_school(urn="", is_checked=False, added_by=adder)

    visible = [school in School.objects.visible_to(user) for user in (adder, editor, stranger)]

    assert visible == [True, True, False]


@pytest.mark.django_db
def test_the_nearest_schools_come_first_with_their_distances():
    make_school("Far", latitude=53.0, longitude=-1.0)
    make_school("Nearer", latitude=51.55, longitude=-0.1)
    make_school("Nearest", latitude=51.51, longitude=-0.1)
    make_school("Nowhere")

    near = School.objects.near(51.5, -0.1, 10)

    assert [(school.name, round(school.kilometres, 1)) for school in near] == [("Nearest", 1.1), ("Nearer", 5.6)]


@pytest.mark.django_db
@given(here=st.tuples(LATITUDES, LONGITUDES), there=st.tuples(LATITUDES, LONGITUDES), within=st.floats(1, 500))
def test_near_is_the_distance_on_the_globe(here, there, within):
    with transaction.atomic():
        make_school("There", latitude=there[0], longitude=there[1])
        kilometres = [school.kilometres for school in School.objects.near(here[0], here[1], within)]
        transaction.set_rollback(True)

    exact = compute_distance(here, there)
    assert kilometres == ([pytest.approx(exact, abs=0.01)] if exact <= within else [])


@pytest.mark.parametrize(
    ("pupils", "band"),
    [(None, None), (0, SizeBand.SMALL), (100, SizeBand.SMALL), (101, SizeBand.MEDIUM), (1001, SizeBand.LARGEST)],
)
def test_a_size_band_follows_from_the_number_of_pupils(pupils, band):
    assert School(pupils=pupils).size_band == band


@pytest.mark.django_db
def test_a_school_has_a_page(client):
    school = make_school("Oak School", urn="9000001", town="York")

    page = client.get("/schools/9000001/")

    assert page.status_code == 200
    assert school.name in page.text


@pytest.mark.django_db
def test_an_unchecked_school_has_no_page_for_strangers(client):
    school = make_school(urn="", is_checked=False)

    assert client.get(school.get_absolute_url()).status_code == 404
