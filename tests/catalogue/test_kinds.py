"""Tests that a kind of item with incomplete facts is an error of `manage.py check`."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.checks import run_checks

from gateway.catalogue.health import kind_checks
from gateway.catalogue.models import KIND_SPECS, Kind
from resources.publications.form.sections import SECTIONS_BY_KIND


def errors():
    return [error.msg for error in run_checks(tags=["kinds"])]


def change(monkeypatch, kind, **facts):
    """Change facts of a kind."""
    monkeypatch.setitem(KIND_SPECS, kind, replace(KIND_SPECS[kind], **facts))


def test_every_kind_is_whole():
    assert errors() == []


def test_the_specs_are_in_the_order_of_the_kinds():
    assert list(KIND_SPECS) == list(Kind)


def test_a_kind_without_a_spec_is_an_error(monkeypatch):
    monkeypatch.delitem(KIND_SPECS, Kind.NEWS)

    assert errors() == ["news has no spec."]


@pytest.mark.parametrize(
    "fact", ["plural", "name", "url_name", "menu_label", "introduction", "schema_type", "form_description"]
)
def test_an_empty_fact_is_an_error(monkeypatch, fact):
    change(monkeypatch, Kind.NEWS, **{fact: ""})

    assert errors() == [f"news has an empty {fact}."]


def test_a_list_view_without_an_address_is_an_error(monkeypatch):
    change(monkeypatch, Kind.EVENT, url_name="gatherings")

    assert errors() == ["event has a list view of its own, but no address."]


def test_a_kind_without_a_drawing_is_an_error(monkeypatch):
    monkeypatch.setattr(kind_checks, "DRAWINGS_TEMPLATE", "components/main-menu.html")

    assert errors() == [f"{kind} has no drawing." for kind in Kind]


@pytest.mark.parametrize("fields", [(), None])
def test_a_kind_of_publication_without_fields_is_an_error(monkeypatch, fields):
    monkeypatch.setitem(SECTIONS_BY_KIND, Kind.NEWS, fields)

    assert errors() == ["The form of news has no fields."]


def test_fields_for_what_is_no_publication_are_an_error(monkeypatch):
    change(monkeypatch, Kind.NEWS, is_publication=False)

    assert errors() == ["news is no publication."]
