from __future__ import annotations

import pytest

from practice.lookup.postcodes import find_position
from practice.models import PracticeExample, School, SchoolMembership
from tests.factories import make_member, make_school, make_user

pytestmark = pytest.mark.django_db
Status = SchoolMembership.Status
SCHOOLS_ADDRESS, MEMBERSHIPS_ADDRESS = "/manage/practice/school/", "/manage/practice/schoolmembership/"


def run_action(client, address, action, *rows):
    chosen = {"action": action, "_selected_action": [row.pk for row in rows], "confirmed": "yes"}
    return client.post(address, chosen, follow=True)


def test_an_editor_lets_everybody_see_an_added_school(client, editor):
    school = make_school(urn="", is_checked=False)

    run_action(client, SCHOOLS_ADDRESS, "mark_checked", school)

    school.refresh_from_db()
    assert school.is_checked


def test_what_waits_comes_first(client, editor):
    school = make_school()
    make_member(school, make_user(display_name="Carla"))
    make_member(school, make_user(display_name="Wanda"), status=Status.WAITING)

    page = client.get(MEMBERSHIPS_ADDRESS)

    assert page.text.index("Wanda (") < page.text.index("Carla (")


def test_an_editor_confirms_many_at_once(client, editor):
    school = make_school()
    people = [make_member(school, status=Status.WAITING) for _ in range(3)]

    page = run_action(client, MEMBERSHIPS_ADDRESS, "confirm", *SchoolMembership.objects.all())

    assert "3 decided." in page.text
    assert {membership.user for membership in school.memberships.confirmed()} == set(people)


def test_an_editor_does_not_confirm_their_own(client, editor):
    make_member(make_school(), editor, status=Status.WAITING)

    page = run_action(client, MEMBERSHIPS_ADDRESS, "confirm", *SchoolMembership.objects.all())

    assert "There is nothing to decide. 1 were not waiting, or are your own." in page.text
    assert SchoolMembership.objects.get().status == Status.WAITING


def test_what_was_decided_is_not_decided_again(client, editor):
    make_member(make_school())

    page = run_action(client, MEMBERSHIPS_ADDRESS, "refuse", *SchoolMembership.objects.all())

    assert "There is nothing to decide" in page.text
    assert SchoolMembership.objects.get().status == Status.CONFIRMED


@pytest.mark.parametrize("address", [f"{MEMBERSHIPS_ADDRESS}add/", "/manage/practice/schoolimport/add/"])
def test_nobody_adds_by_hand_what_members_and_imports_make(client, editor, address):
    assert client.get(address).status_code == 403


def test_a_double_is_merged_into_the_school_itself(client, editor):
    school, double = make_school("Oak"), make_school("Oak", urn="", is_checked=False)
    both, one = make_member(school), make_user()
    make_member(double, both)
    make_member(double, one, status=Status.WAITING)
    example = PracticeExample.objects.create(kind="practice", title="Story", slug="story", summary="A", school=double)

    run_action(client, SCHOOLS_ADDRESS, "merge_added", school, double)

    example.refresh_from_db()
    assert list(School.objects.all()) == [school]
    assert {membership.user for membership in school.memberships.all()} == {both, one}
    assert example.school == school


def test_two_real_schools_are_not_merged(client, editor):
    schools = [make_school(), make_school()]

    page = run_action(client, SCHOOLS_ADDRESS, "merge_added", *schools)

    assert "Choose one school with a URN" in page.text
    assert School.objects.count() == 2


def test_a_member_has_no_way_in(client):
    client.force_login(make_member(make_school()))

    assert client.get(SCHOOLS_ADDRESS).status_code in (302, 403)


def test_the_list_costs_the_same_however_many_wait(client, editor, django_assert_max_num_queries):
    school = make_school()
    for _ in range(60):
        make_member(school, status=Status.WAITING)

    with django_assert_max_num_queries(12):
        assert client.get(MEMBERSHIPS_ADDRESS).status_code == 200


def test_the_front_page_says_how_many_wait_and_leads_to_them(client, editor):
    make_member(make_school(), status=Status.WAITING)
    make_member(make_school())
    make_school(urn="", is_checked=False)

    waiting = client.get("/manage/").context["waiting"]

    assert {each.words: client.get(each.address).context["cl"].result_count for each in waiting} == {
        "1 person says that they work at a school": 1,
        "1 school to check": 1,
    }


def test_a_school_with_another_postcode_is_somewhere_else(client, editor):
    school = make_school("Oak", postcode="LS1 4AP")
    form = {"name": "Oak", "status": "open", "postcode": "tr1 1aa", "is_checked": "on"}

    client.post(f"{SCHOOLS_ADDRESS}{school.pk}/change/", form)

    school.refresh_from_db()
    assert (school.postcode, school.position) == ("TR1 1AA", find_position("TR1"))
