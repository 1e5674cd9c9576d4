"""Tests of the generated catalogue for measurements."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.facets.facet_consistency import find_differences
from gateway.catalogue.models import Change, Item, Kind, Status
from resources.models import Publication, Publisher

pytestmark = pytest.mark.django_db

FIELDS = ["title", "slug", "summary", "kind", "status", "published_at", "starts_at", "publisher__name", "body", "year"]
LINKS = ["slug", "focus_areas__slug", "areas_of_need__slug", "phases__slug", "setting_types__slug"]


def populate(items, seed=1):
    out = StringIO()
    call_command("populate", items=items, seed=seed, verbosity=0, stdout=out)
    return out.getvalue()


def list_everything():
    rows = [Publication.objects.order_by("slug").values_list(*FIELDS), Item.objects.values_list(*LINKS)]
    return [sorted(map(str, each)) for each in rows]


def test_so_many_publications_and_publishers_are_added():
    populate(60)

    assert (Publication.objects.count(), Publisher.objects.count()) == (60, 20)


def test_it_says_what_it_did():
    assert populate(60).startswith("Made up 60 publications of 20 publishers in ")


def test_the_same_seed_makes_the_same_rows():
    populate(60)
    first = list_everything()
    Item.objects.all().delete()
    Publisher.objects.all().delete()

    populate(60)

    assert list_everything() == first


def test_another_seed_makes_other_rows():
    populate(60)
    first = list_everything()
    Item.objects.all().delete()
    Publisher.objects.all().delete()

    populate(60, seed=2)

    assert list_everything() != first


def test_a_second_run_adds_more():
    populate(60)

    populate(40)

    assert Publication.objects.count() == 100
    assert Publication.objects.latest("slug").slug.startswith("populated-00000100-")


def test_everything_is_marked_as_a_sample():
    populate(60)

    assert not Publication.objects.filter(is_sample=False).exists()
    assert not Publisher.objects.filter(is_sample=False).exists()


def test_every_row_is_one_that_an_editor_could_have_saved():
    populate(50)

    for publication in Publication.objects.all():
        publication.full_clean()


def test_every_kind_comes_and_events_lie_before_and_after_today():
    populate(400)

    counts = [Publication.objects.filter(kind=kind).count() for kind in ("resource", "research", "news", "event")]
    assert counts == sorted(counts, reverse=True)
    assert Publication.objects.past().count() > 5 < Publication.objects.coming().count()


def test_most_are_public_and_a_few_of_every_other_state():
    populate(1000)

    future = Item.objects.filter(status=Status.PUBLISHED, published_at__gt=timezone.now()).count()
    drafts, archived = (Item.objects.filter(status=status).count() for status in (Status.DRAFT, Status.ARCHIVED))
    public = Item.objects.public().count()
    assert public + future + drafts + archived == 1000
    assert public > 900 > 60 > min(future, drafts, archived) > 0


def test_a_type_of_need_comes_with_its_area():
    populate(60)

    types = Item.areas_of_need.through.objects.filter(areaofneed__parent__isnull=False).select_related("areaofneed")
    pairs = set(Item.areas_of_need.through.objects.values_list("item_id", "areaofneed_id"))
    assert types
    assert all((link.item_id, link.areaofneed.parent_id) in pairs for link in types)


def test_the_history_of_an_item_leads_to_where_it_stands():
    populate(150)

    for item in Item.objects.prefetch_related("steps"):
        assert [*item.steps.all()][-1].to_status == item.status


def test_visitors_find_what_was_made_up():
    populate(60)

    assert len(get_current_index().public(timezone.now().timestamp())) == Item.objects.public().count()
    assert find_differences(get_current_index(), 20) == []


def test_one_change_has_every_process_read_everything():
    populate(60)

    assert list(Change.objects.order_by("-sequence").values_list("scope", flat=True)[:1]) == [Change.Scope.EVERYTHING]


def test_an_item_can_be_added_afterwards():
    populate(60)

    Publication(
        kind=Kind.NEWS, title="News", slug="news", summary="New.", publisher=Publisher.objects.latest("pk")
    ).save()

    assert Publication.objects.count() == 61


@pytest.mark.parametrize("items", [0, -1, 5_000_001])
def test_a_number_out_of_range_is_refused(items):
    with pytest.raises(CommandError, match="must be from 1 to 5,000,000"):
        populate(items)

    assert not Item.objects.exists()


def test_something_that_is_no_number_is_refused():
    with pytest.raises(CommandError, match="invalid int value"):
        call_command("populate", "--items=many")
