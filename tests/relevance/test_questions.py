"""The questions are well formed and name existing items; the metrics agree with values calculated by hand."""

from __future__ import annotations

from collections import Counter
from math import log2

import pytest
from django.core.management import call_command
from django.db import transaction

from gateway.catalogue.models import FocusArea, Item
from tests.relevance.metrics import compute_mean, compute_ndcg, compute_reciprocal_rank
from tests.relevance.questions import read_questions


@pytest.fixture(scope="module")
def catalogue(django_db_setup, django_db_blocker):
    """Yield every public item of the starter and sample catalogue by slug."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_starter", verbosity=0)
        call_command("load_practice", verbosity=0)
        public = Item.objects.public().prefetch_related("focus_areas", "phases", "areas_of_need")
        yield {item.slug: item for item in public}
        transaction.set_rollback(True)


def test_there_are_at_least_sixty_questions_and_none_twice():
    asked = Counter(each.query.casefold() for each in read_questions())

    assert len(asked) >= 60
    assert max(asked.values()) == 1


def test_they_are_numbered_and_every_even_one_is_held_apart():
    numbered = [(each.number, each.held_apart) for each in read_questions()]

    assert numbered == [(number, number % 2 == 0) for number in range(1, len(numbered) + 1)]


def test_every_grade_is_1_to_3_and_every_question_has_something_that_helps():
    grades = [set(each.relevant.values()) for each in read_questions()]

    assert set().union(*grades) == {1, 2, 3}
    assert all(max(each) >= 2 for each in grades)


def test_all_kinds_of_people_ask():
    assert {each.asked_by for each in read_questions()} == {"SENCO", "TA", "governor", "head", "parent", "teacher"}


@pytest.mark.django_db
def test_every_item_that_should_come_up_is_in_the_starter_or_sample_catalogue(catalogue):
    assert {slug for each in read_questions() for slug in each.relevant} - catalogue.keys() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("half", [False, True])
def test_each_half_covers_every_focus_area_broad_need_phase_and_kind(catalogue, half):
    items = [catalogue[slug] for each in read_questions() if each.held_apart is half for slug in each.relevant]

    assert {area.slug for item in items for area in item.focus_areas.all()} == get_slugs(FocusArea.objects.current())
    assert {phase.slug for item in items for phase in item.phases.all()} == {
        "early-years",
        "primary",
        "secondary",
        "post-16",
    }
    assert len({need.slug for item in items for need in item.areas_of_need.all() if need.parent_id is None}) == 4
    assert {item.kind for item in items} == {"resource", "research", "practice", "event", "news"}


def get_slugs(terms):
    return {term.slug for term in terms}


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (["best", "good", "fair"], 1),
        ([], 0),
        (["other", "another"], 0),
        (["other", "best"], 7 / log2(3) / (7 + 3 / log2(3) + 1 / 2)),
        (["good", "best"], (3 + 7 / log2(3)) / (7 + 3 / log2(3) + 1 / 2)),
        ([*"abcdefghij", "best"], 0),
    ],
)
def test_what_a_list_gains(found, expected):
    assert compute_ndcg(found, {"best": 3, "good": 2, "fair": 1}) == pytest.approx(expected)


def test_more_good_items_than_places_can_still_be_perfect():
    relevant = {f"item-{number}": 3 for number in range(15)}

    assert compute_ndcg(list(relevant)[:10], relevant) == 1


@pytest.mark.parametrize(
    ("found", "expected"),
    [(["good"], 1), (["fair", "best"], 1 / 2), (["fair"], 0), ([], 0), ([*"abcdefghij", "best"], 0)],
)
def test_the_place_of_the_first_answer(found, expected):
    assert compute_reciprocal_rank(found, {"best": 3, "good": 2, "fair": 1}) == expected


def test_the_mean():
    assert (compute_mean([1, 0, 0.5]), compute_mean([])) == (0.5, 0)
