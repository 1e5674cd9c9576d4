"""Tests of the finder's rules: OR within a group, AND between groups, and counts that ignore their own group."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gateway.catalogue.models import FocusArea, Item
from tests.factories import make_publication, make_publisher, make_story

pytestmark = pytest.mark.django_db


def found(client, address):
    return client.get(address).context["found"]


def titles(client, address):
    return [item.title for item in found(client, address).items]


def counts(client, address, parameter):
    """Return the counts beside a group's tick boxes that are not zero."""
    (group,) = [group for group in found(client, address).groups if group.parameter == parameter]
    options = [each for option in group.options for each in (option, *option.options)]
    return {option.value: option.count for option in options if option.count}


@pytest.fixture
def four():
    """Create four publications, the newest first."""
    hour = timedelta(hours=1)
    for age, (title, areas, phases, kind) in enumerate(
        [
            ("A", ["leadership"], ["primary"], "resource"),
            ("B", ["leadership", "outcomes"], ["primary", "secondary"], "research"),
            ("C", ["outcomes"], ["secondary"], "resource"),
            ("D", [], [], "news"),
        ]
    ):
        make_publication(title, focus_areas=areas, phases=phases, kind=kind, published_at=timezone.now() - age * hour)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "ABCD"),
        ("focus=leadership", "AB"),
        ("focus=leadership&focus=outcomes", "ABC"),
        ("focus=leadership&phase=secondary", "B"),
        ("focus=leadership&focus=outcomes&phase=secondary", "BC"),
        ("focus=outcomes&phase=secondary&kind=resource", "C"),
        ("kind=news&kind=research", "BD"),
        ("phase=post-16", ""),
    ],
)
def test_choices_widen_within_a_group_and_narrow_between_groups(client, four, query, expected):
    assert "".join(titles(client, f"/browse/?{query}")) == expected


def test_a_count_says_what_would_remain_whatever_is_chosen_in_its_own_group(client, four):
    assert counts(client, "/browse/?focus=leadership", "focus") == {"leadership": 2, "outcomes": 2}
    assert counts(client, "/browse/?focus=leadership", "phase") == {"primary": 2, "secondary": 1}
    assert counts(client, "/browse/?focus=leadership&phase=secondary", "focus") == {"leadership": 1, "outcomes": 2}
    assert counts(client, "/browse/?focus=leadership&phase=secondary", "kind") == {"research": 1}


def test_a_value_with_nothing_stays_and_is_muted(client, four):
    page = client.get("/browse/?kind=news").content.decode()

    assert '<label class="option" data-none><input type="checkbox" name="phase" value="primary"' in page
    assert '<label class="option"><input type="checkbox" name="kind" value="research"' in page


def test_an_area_of_need_includes_its_types(client):
    make_publication("Broad", areas_of_need=["sensory-and-physical"])
    make_publication("Narrow", areas_of_need=["hearing-impairment"])

    assert titles(client, "/browse/?need=sensory-and-physical&sort=title") == ["Broad", "Narrow"]
    assert titles(client, "/browse/?need=hearing-impairment") == ["Narrow"]
    assert counts(client, "/browse/", "need") == {"sensory-and-physical": 2, "hearing-impairment": 1}


def test_what_is_chosen_stands_as_chips_that_can_be_taken_away(client, four):
    chips = found(client, "/browse/?focus=leadership&focus=outcomes&phase=primary&page=3").chips

    assert [(chip.legend, chip.label, chip.url) for chip in chips] == [
        ("Focus area", "Leadership", "/browse/?focus=outcomes&phase=primary"),
        ("Focus area", "Outcomes", "/browse/?focus=leadership&phase=primary"),
        ("Phase", "Primary", "/browse/?focus=leadership&focus=outcomes"),
    ]


def test_all_chips_can_be_taken_away_at_once(client, four):
    assert found(client, "/browse/?focus=leadership&sort=title").clear_url == "/browse/?sort=title"


def test_an_empty_result_offers_the_nearest_wider_searches(client, four):
    empty = found(client, "/browse/?focus=leadership&kind=news")

    assert [(link.count, link.url) for link in empty.wider] == [
        (1, "/browse/?kind=news"),
        (2, "/browse/?focus=leadership"),
    ]


def test_the_number_of_results_is_shown_and_announced(client, four):
    page = client.get("/browse/?focus=leadership").content.decode()

    assert '<div class="tally" id="tally" role="status" tabindex="-1"><h2>2 results</h2>' in page


def test_one_result_is_not_called_results(client, four):
    assert "<h2>1 result</h2>" in client.get("/browse/?kind=news").content.decode()


@pytest.mark.parametrize(
    ("sort", "expected"), [("", "ABCD"), ("newest", "ABCD"), ("updated", "DCBA"), ("title", "ABCD")]
)
def test_lists_are_sorted_as_asked(client, four, sort, expected):
    assert "".join(titles(client, f"/browse/?sort={sort}")) == expected


def test_titles_sort_as_a_library_sorts_them(client):
    for title in ("The zebra", "an apple", "“Banana”", "Cherry"):
        make_publication(title, slug=title[-4:-1])

    assert titles(client, "/browse/?sort=title") == ["an apple", "“Banana”", "Cherry", "The zebra"]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/resources/", "AC"), ("/research/", "B"), ("/news/", "D"), ("/practice/", ""), ("/focus-areas/outcomes/", "BC")],
)
def test_a_page_of_its_own_holds_what_it_says(client, four, path, expected):
    assert "".join(titles(client, path)) == expected


def test_a_page_offers_no_filter_for_what_it_demands(client, four):
    groups = [group.parameter for group in found(client, "/focus-areas/outcomes/?focus=leadership").groups]

    assert groups == ["kind", "need", "phase", "setting", "publisher"]
    assert titles(client, "/focus-areas/outcomes/?focus=leadership") == ["B", "C"]


def test_the_pages_of_a_list_hold_every_item_once(client):
    publisher = make_publisher()
    for number in range(45):
        make_publication(f"Guide {number:02}", publisher=publisher)

    pages = [titles(client, f"/browse/?sort=title&page={number}") for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [20, 20, 5]
    assert [title for page in pages for title in page] == [f"Guide {number:02}" for number in range(45)]


def test_a_page_too_far_is_the_last_and_says_so(client):
    publisher = make_publisher()
    for number in range(21):
        make_publication(f"Guide {number}", publisher=publisher)

    last = found(client, "/browse/?page=10")

    assert (last.page_number, len(last.items), last.notices) == (2, 1, ["There is no page 10, so this is the last."])


def test_a_term_that_is_no_longer_valid_is_not_offered(client, four):
    FocusArea.objects.filter(slug="leadership").update(valid_until=timezone.localdate())

    assert "leadership" not in counts(client, "/browse/", "focus")
    assert found(client, "/browse/?focus=leadership").notices == ["We do not know “leadership”, so we left it out."]
    assert client.get("/focus-areas/leadership/").status_code == 404


def test_a_focus_area_shows_every_kind_side_by_side(client, four):
    shelves = client.get("/focus-areas/outcomes/").context["shelves"]

    assert [(shelf.label, shelf.count) for shelf in shelves] == [
        ("Resources", 1),
        ("Research", 1),
        ("Practice examples", 0),
        ("Events", 0),
        ("News", 0),
    ]


def test_the_home_page_shows_what_schools_did_apart_from_the_rest(client, four):
    make_story("Five words")

    context = client.get("/").context

    assert [item.title for item in context["shared"]] == ["Five words"]
    assert sorted(item.title for item in context["newest"]) == ["A", "B", "C", "D"]


def test_the_home_page_counts_each_focus_area(client, four):
    areas = {entry.area.slug: entry.count for entry in client.get("/").context["areas"]}

    assert {slug: count for slug, count in areas.items() if count} == {"leadership": 2, "outcomes": 2}
    assert len(areas) == 8


def test_an_update_in_place_is_a_part_of_the_page(client, four):
    response = client.get("/browse/?focus=leadership&page=1&sort=newest", headers={"HX-Request": "true"})

    assert "<html" not in response.content.decode()
    assert 'id="tally" data-hx-swap-oob="innerHTML"><h2>2 results</h2>' in response.content.decode()
    assert response["HX-Push-Url"] == "/browse/?focus=leadership"
    assert "HX-Request" in response["Vary"]


def test_a_page_asked_for_by_the_back_button_is_whole(client, four):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}

    response = client.get("/browse/?focus=leadership", headers=headers)

    assert "<html" in response.content.decode()
    assert "HX-History-Restore-Request" in response["Vary"]


def test_recently_updated_is_what_was_saved_last(client, four):
    Item.objects.get(title="B").save()

    assert titles(client, "/browse/?sort=updated")[0] == "B"
