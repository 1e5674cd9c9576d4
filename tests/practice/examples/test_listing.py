"""The list of practice examples: its own filters, and examples near a postcode."""

from __future__ import annotations

import pytest

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.groups import get_groups
from gateway.catalogue.finder.finder import find_results
from gateway.catalogue.models import Item, Status
from practice.models import School
from tests.factories import make_publication, make_school, make_story

pytestmark = pytest.mark.django_db
HEBDEN, LEEDS, TRURO = (53.74, -2.01), (53.80, -1.55), (50.26, -5.05)


def make_school_at(name, position, **fields):
    return make_school(name, latitude=position[0], longitude=position[1], **fields)


def list_titles(client, query):
    response = client.get(f"/practice/?{query}")
    assert response.status_code == 200
    return [item.title for item in response.context["found"].items]


@pytest.fixture
def three():
    make_story("Far", school=make_school_at("Truro School", TRURO))
    make_story("Nearest", school=make_school_at("Hebden School", HEBDEN))
    make_story("Near", school=make_school_at("Leeds School", LEEDS))
    make_story("Nowhere")


def test_what_is_near_comes_by_distance(client, three):
    assert list_titles(client, "near=HX7+6AA&within=30") == ["Nearest", "Near"]


def test_a_list_of_what_is_near_says_how_it_is_sorted(client, three):
    orders = [client.get(f"/practice/?{query}").context["found"].sorts[0].label for query in ("", "near=HX7")]

    assert orders == ["Newest first", "Nearest first"]


def test_a_list_of_what_is_near_offers_neither_calendar_nor_feed(client, three):
    found = client.get("/practice/?near=HX7").context["found"]

    assert (found.calendar_url, found.feed_url) == ("", "")


def test_the_place_can_be_taken_away_and_the_filters_stay(client, three):
    found = client.get("/practice/?near=hx7&within=30&phase=primary").context["found"]

    place, phase = found.chips
    assert (place.legend, place.label, place.url) == ("Near", "HX7, 30 miles", "/practice/?phase=primary")
    assert (phase.url, found.clear_url) == ("/practice/?near=HX7&within=30", "/practice/")


def test_filters_and_place_are_sent_together(client, three):
    html = client.get("/practice/?near=HX7&within=30").content.decode()

    assert [html.count(f'name="{name}"') for name in ("near", "within")] == [1, 1]
    assert html.count('form="finder"') >= 3


def test_where_nothing_is_near_a_longer_distance_is_suggested(client, three):
    html = client.get("/practice/?near=NR1&within=5").content.decode()

    assert "There are no examples this near yet. Try a longer distance" in html


def test_a_smaller_circle_holds_less(client, three):
    assert list_titles(client, "near=hx7&within=5") == ["Nearest"]


def test_a_card_says_how_far_away_it_is(client, three):
    assert "about 19 miles away" in client.get("/practice/?near=HX7").content.decode()


def test_distance_and_filters_work_together(client, three):
    make_story("College", school=make_school_at("Leeds College", LEEDS), phases=["post-16"])

    assert list_titles(client, "near=HX7&phase=post-16") == ["College"]


def test_the_next_page_keeps_the_place(client):
    for number in range(25):
        make_story(school=make_school_at(f"School of {number}", LEEDS))

    html = client.get("/practice/?near=LS1&within=15").content.decode()

    assert "/practice/?near=LS1&amp;within=15&amp;page=2" in html


INVALID_QUERIES = [
    "near=nonsense",
    "near=%00",
    "near=" + "A" * 5_000,
    "near=HX7&within=abc",
    "near=HX7&within=-5",
    "near=HX7&within=1e9",
    "near=%F0%9F%A7%A9",
    "near=ZZ99+9ZZ",
    "near=HX7&within=" + "9" * 400,
    "evidence=nonsense&size=huge",
    "near=&within=",
]


@pytest.mark.parametrize("query", INVALID_QUERIES)
def test_junk_gets_a_notice_and_never_an_error(client, three, query):
    response = client.get(f"/practice/?{query}")

    assert response.status_code == 200
    if query != "near=&within=":
        assert response.context["found"].notices


def test_drafts_near_by_are_not_shown(client):
    make_story("Draft", status=Status.DRAFT, school=make_school_at("Hebden School", HEBDEN))

    assert list_titles(client, "near=HX7") == []


def test_examples_are_filtered_by_kind_of_evidence(client):
    make_story("Counted", evidence_kind="data")
    make_story("Asked", evidence_kind="voices")

    assert list_titles(client, "evidence=voices") == ["Asked"]
    assert sorted(list_titles(client, "evidence=voices&evidence=data")) == ["Asked", "Counted"]


def test_examples_are_filtered_by_size_of_school_where_it_is_known(client):
    make_story("Small", school=make_school(pupils=40))
    make_story("Large", school=make_school(pupils=1_400))
    make_story("Unknown", school=make_school())

    assert list_titles(client, "size=small") == ["Small"]
    assert list_titles(client, "size=largest") == ["Large"]


@pytest.mark.parametrize(("path", "is_offered"), [("/practice/", True), ("/browse/", False), ("/resources/", False)])
def test_these_filters_stand_on_pages_of_practice_only(client, path, is_offered):
    make_story()
    make_publication()

    html = client.get(path).content.decode()

    assert ('name="evidence"' in html) is is_offered
    assert ('name="size"' in html) is is_offered


def test_a_change_of_school_is_noticed(client):
    example = make_story("Moved", school=make_school(pupils=40))
    assert list_titles(client, "size=small") == ["Moved"]

    example.school = make_school(pupils=1_400)
    example.save()

    assert list_titles(client, "size=small") == []


@pytest.mark.parametrize("parameter", ["evidence", "size"])
def test_the_index_agrees_with_the_tables(parameter):
    for pupils in (40, 140, 1_400, None):
        make_story(school=make_school(pupils=pupils), evidence_kind="data" if pupils else "")
    group = next(each for each in get_groups() if each.parameter == parameter)
    index = get_current_index()

    for term in index.vocabularies[parameter].terms:
        found = find_results(index).within & index.carrying(parameter, term.key)
        expected = Item.objects.public().filter(group.build_condition([term.key])).values_list("pk", flat=True)
        assert set(index.get_pks(found)) == set(expected)


def test_a_school_that_closes_keeps_its_examples(client, three):
    School.objects.update(status=School.Status.CLOSED)

    assert list_titles(client, "near=HX7&within=30") == ["Nearest", "Near"]
