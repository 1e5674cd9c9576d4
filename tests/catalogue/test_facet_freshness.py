"""Tests that a process sees every committed change, and none that was rolled back."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from gateway.catalogue.facets import freshness, get_current_index
from gateway.catalogue.facets.facet_consistency import find_differences
from gateway.catalogue.models import Change, ChangeCounter, FocusArea, Item, Status
from gateway.catalogue.models.change_log import record_everything
from tests.factories import get_focus_area, make_publication, set_terms

pytestmark = pytest.mark.django_db


def count(parameter, slug):
    """Return how many public items have a term, according to the index."""
    index = get_current_index()
    return index.count_terms(parameter, index.public(timezone.now().timestamp()))[
        index.vocabularies[parameter].by_slug[slug].key
    ]


def test_without_a_change_the_index_is_the_same_and_costs_one_query(django_assert_num_queries):
    make_publication()
    index = get_current_index()

    with django_assert_num_queries(1):
        assert get_current_index() is index


@pytest.mark.parametrize("step", [Status.DRAFT, Status.ARCHIVED])
def test_an_item_that_is_taken_back_is_counted_no_more(step):
    publication = make_publication(focus_areas=["leadership"])
    assert count("focus", "leadership") == 1

    publication.move(step)

    assert count("focus", "leadership") == 0


def test_an_item_that_is_withheld_is_counted_no_more():
    publication = make_publication(focus_areas=["leadership"])
    assert count("focus", "leadership") == 1

    Item.objects.filter(pk=publication.pk).update(is_withheld=True)

    assert count("focus", "leadership") == 0


def test_an_item_that_is_deleted_is_counted_no_more():
    publication = make_publication(focus_areas=["leadership"])
    assert count("focus", "leadership") == 1

    publication.delete()

    assert count("focus", "leadership") == 0


def test_a_change_of_terms_is_noticed():
    publication = make_publication(focus_areas=["leadership"])
    assert count("focus", "outcomes") == 0

    set_terms(publication, focus_areas=["outcomes"])

    assert (count("focus", "leadership"), count("focus", "outcomes")) == (0, 1)


def test_terms_that_are_renamed_all_at_once_are_noticed():
    get_current_index()

    FocusArea.objects.filter(slug="leadership").update(short_name="Leading")

    assert get_current_index().vocabularies["focus"].by_slug["leadership"].label == "Leading"


def test_a_bulk_update_is_noticed():
    publications = [make_publication(focus_areas=["leadership"]) for _ in range(3)]
    assert count("focus", "leadership") == 3
    items = list(Item.objects.all())
    for item in items[: len(publications) - 1]:
        item.status = Status.ARCHIVED

    Item.objects.bulk_update(items, ["status"])

    assert count("focus", "leadership") == 1


def test_an_item_appears_when_its_time_comes():
    make_publication(focus_areas=["leadership"], published_at=timezone.now() + timedelta(hours=2))
    index = get_current_index()
    leadership = index.vocabularies["focus"].by_slug["leadership"].key

    soon, later = ((timezone.now() + timedelta(hours=hours)).timestamp() for hours in (1, 3))

    assert index.count_terms("focus", index.public(soon))[leadership] == 0
    assert index.count_terms("focus", index.public(later))[leadership] == 1


def test_a_term_is_offered_from_its_day_on():
    FocusArea.objects.filter(slug="leadership").update(valid_from=timezone.localdate() + timedelta(days=1))
    assert "leadership" not in get_current_index().vocabularies["focus"].by_slug

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert "leadership" in get_current_index().vocabularies["focus"].by_slug


def test_a_change_that_was_rolled_back_is_forgotten():
    publication = make_publication(focus_areas=["leadership"])
    get_current_index()
    with transaction.atomic():
        publication.move(Status.ARCHIVED)
        assert count("focus", "leadership") == 0
        transaction.set_rollback(True)

    assert count("focus", "leadership") == 1


def test_a_number_that_was_rolled_back_and_taken_again_is_not_mistaken_for_known():
    kept, changed = make_publication(focus_areas=["leadership"]), make_publication(focus_areas=["outcomes"])
    get_current_index()
    with transaction.atomic():
        kept.move(Status.ARCHIVED)
        get_current_index()
        transaction.set_rollback(True)
    changed.move(Status.ARCHIVED)

    assert (count("focus", "leadership"), count("focus", "outcomes")) == (1, 0)


def test_the_same_holds_when_more_changes_follow():
    kept, changed = make_publication(focus_areas=["leadership"]), make_publication(focus_areas=["outcomes"])
    get_current_index()
    with transaction.atomic():
        kept.move(Status.ARCHIVED)
        get_current_index()
        transaction.set_rollback(True)
    changed.move(Status.ARCHIVED)
    get_focus_area("use-of-resources").save()

    assert (count("focus", "leadership"), count("focus", "outcomes")) == (1, 0)


def test_one_item_changed_very_often_is_up_to_date_at_once(monkeypatch):
    monkeypatch.setattr(freshness, "MAX_LOG_ROWS", 5)
    often, last = make_publication(focus_areas=["leadership"]), make_publication(focus_areas=["outcomes"])
    get_current_index()
    for _ in range(10):
        often.save()
    last.move(Status.ARCHIVED)

    assert count("focus", "outcomes") == 0


def test_a_gap_in_the_log_builds_the_index_anew():
    publication = make_publication(focus_areas=["leadership"])
    get_current_index()
    publication.move(Status.ARCHIVED)
    Change.objects.all().delete()

    assert count("focus", "leadership") == 0


def test_another_database_builds_the_index_anew():
    get_current_index()
    make_publication(focus_areas=["leadership"])
    ChangeCounter.objects.update(epoch="00000000-0000-4000-8000-000000000000", value=0)

    assert count("focus", "leadership") == 1


@pytest.mark.django_db(transaction=True)
def test_a_large_catalogue_is_built_anew_beside_the_requests(monkeypatch):
    monkeypatch.setattr(freshness, "MAX_ITEMS_TO_REBUILD_AT_ONCE", 0)
    make_publication(focus_areas=["leadership"])
    index = get_current_index()
    make_publication(focus_areas=["leadership"])
    record_everything()

    assert get_current_index() is index
    for thread in [thread for thread in threading.enumerate() if thread.name == "facet index"]:
        thread.join()
    assert count("focus", "leadership") == 2


def test_an_index_that_was_patched_says_what_the_tables_say():
    for slugs in (["leadership"], ["leadership", "outcomes"], ["outcomes"]):
        make_publication(focus_areas=slugs, areas_of_need=["hearing-impairment"])
        get_current_index()

    assert find_differences(get_current_index(), 20) == []


def test_an_item_that_was_given_another_date_keeps_its_place_when_older_ones_come():
    hours = timezone.now() - timedelta(hours=9), timezone.now() - timedelta(hours=6)
    moved = make_publication("Moved", focus_areas=["leadership"], published_at=hours[0])
    make_publication("Newest", focus_areas=["outcomes"])
    get_current_index()
    moved.published_at = hours[1]
    moved.save()
    get_current_index()
    make_publication("Older", focus_areas=["leadership"], published_at=timezone.now() - timedelta(hours=20))
    get_current_index()
    moved.move(Status.ARCHIVED)

    assert (count("focus", "leadership"), count("focus", "outcomes")) == (1, 1)
