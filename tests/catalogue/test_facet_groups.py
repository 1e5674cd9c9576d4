"""Tests that a facet that the index cannot keep fresh is an error at the start."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldDoesNotExist

from gateway.catalogue.facets import ChoiceGroup, groups, register_group
from gateway.catalogue.models import Item
from practice.models import PracticeExample
from resources.models import Cost, Publication
from resources.publishers.facet_publisher import PublisherGroup
from tests.factories import make_publication


@pytest.fixture
def _as_at_start(monkeypatch):
    """Undo what a test registers."""
    monkeypatch.setattr(groups, "_groups", list(groups.get_groups()))
    monkeypatch.setattr(Publication, "facet_fields", Publication.facet_fields)


class CostGroup(PublisherGroup):
    """A facet of a column of publications."""

    parameter = "cost"
    item_columns = ("cost",)


def test_a_facet_has_updates_of_what_it_reads_noticed():
    assert {"publisher", "publisher_id"} == Publication.facet_fields - Item.facet_fields
    assert {"evidence_kind", "school", "school_id"} == PracticeExample.facet_fields - Item.facet_fields


@pytest.mark.usefixtures("_as_at_start")
def test_a_facet_adds_its_column_to_its_model_alone():
    before = Item.facet_fields

    register_group(CostGroup())

    assert {"cost", "publisher", "publisher_id"} == Publication.facet_fields - before
    assert Item.facet_fields == before


@pytest.mark.usefixtures("_as_at_start")
def test_a_facet_of_a_column_that_is_not_there_is_an_error(monkeypatch):
    monkeypatch.setattr(CostGroup, "item_columns", ("price",))

    with pytest.raises(FieldDoesNotExist):
        register_group(CostGroup())


@pytest.mark.usefixtures("_as_at_start")
def test_a_facet_that_does_not_say_what_it_reads_is_an_error(monkeypatch):
    monkeypatch.delattr(CostGroup, "item_columns")
    monkeypatch.delattr(PublisherGroup, "item_columns")

    with pytest.raises(AttributeError):
        register_group(CostGroup())


@pytest.mark.django_db
def test_a_field_with_choices_is_a_facet_without_its_blank():
    free, _ = make_publication(cost=Cost.FREE), make_publication(cost="")
    group = ChoiceGroup("cost", "Cost", Publication, "cost", Cost.choices)

    terms = group.read_vocabulary().terms
    key = next(term.key for term in terms if term.slug == Cost.FREE)

    assert [(term.slug, term.label) for term in terms] == [(cost.value, cost.label) for cost in Cost if cost]
    assert list(group.list_links()) == [(free.pk, key)]
    assert list(Publication.objects.filter(group.build_condition([key]))) == [free]
