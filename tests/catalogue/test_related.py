"""Tests of related items: the most similar first, and other publishers before the item's own."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.finder.finder import find_related
from gateway.catalogue.models import Item
from tests.factories import make_publication, make_publisher

pytestmark = pytest.mark.django_db

AUTISM: dict[str, Any] = {
    "focus_areas": ["leadership"],
    "areas_of_need": ["autistic-spectrum-disorder"],
    "phases": ["primary"],
}


def offered(publication):
    index = get_current_index()
    pks = find_related(index, publication.pk, apart_from=("publisher", publication.publisher_id))
    names = dict(Item.objects.values_list("pk", "title"))
    return [names[pk] for pk in pks]


def test_what_shares_more_comes_first_even_if_it_is_older():
    publication = make_publication(**AUTISM)
    make_publication("Same", **AUTISM)
    make_publication("Same need", **(AUTISM | {"phases": ["post-16"]}))
    make_publication("Same area only", focus_areas=["leadership"])

    assert offered(publication) == ["Same", "Same need", "Same area only"]


def test_what_is_about_everything_stands_behind_what_is_about_this():
    publication = make_publication(**AUTISM)
    make_publication("This", **AUTISM)
    make_publication(
        "Everything",
        focus_areas=["leadership", "outcomes", "use-of-resources"],
        phases=["primary", "secondary"],
        areas_of_need=["autistic-spectrum-disorder", "down-syndrome", "physical-disability"],
    )

    assert offered(publication) == ["This", "Everything"]


def test_what_names_no_need_goes_with_what_names_none():
    publication = make_publication(focus_areas=["leadership"])
    make_publication("No need named", focus_areas=["leadership"])
    make_publication("Autism", **AUTISM)

    assert offered(publication) == ["No need named", "Autism"]


def test_other_publishers_come_before_the_items_own():
    own = make_publisher()
    publication = make_publication(publisher=own, **AUTISM)
    make_publication("Other", **AUTISM)
    make_publication("Own", publisher=own, **AUTISM)

    assert offered(publication) == ["Other", "Own"]


def test_what_shares_no_focus_area_is_not_offered():
    publication = make_publication(**AUTISM)
    make_publication("Elsewhere", **(AUTISM | {"focus_areas": ["outcomes"]}))

    assert offered(publication) == []


def test_at_most_four_are_offered():
    publication = make_publication(**AUTISM)
    for _ in range(6):
        make_publication(**AUTISM)

    assert len(offered(publication)) == 4


def test_an_item_without_focus_areas_offers_nothing():
    publication = make_publication()
    make_publication()

    assert offered(publication) == []
