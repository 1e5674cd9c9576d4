"""Tests that the database refuses invalid rows, each tried in a way that bypasses every form and every `save`."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from gateway.catalogue.models import (
    AreaOfNeed,
    Change,
    ChangeCounter,
    FocusArea,
    FormerSlug,
    Item,
    Keyword,
    KeywordOnItem,
    Kind,
    Phase,
    SettingType,
    Status,
    Step,
)
from resources.models import Publication, PublicationLink, Publisher
from tests.factories import make_publication, make_publisher

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def refuses(name: str = "") -> AbstractContextManager[Any]:
    """Expect the database to refuse what is done inside, by the constraint of this name.

    SQLite does not name every constraint, so its general messages are accepted too.
    """
    others = "" if connection.vendor == "postgresql" else "|UNIQUE|NOT NULL"
    return pytest.raises(IntegrityError, match=name + others if name else None)


@pytest.mark.parametrize(
    ("name", "kind", "values"),
    [
        ("item_kind_is_known", Kind.RESOURCE, {"kind": "podcast"}),
        ("item_status_is_known", Kind.RESOURCE, {"status": "lost"}),
        ("item_has_a_title_and_a_slug", Kind.RESOURCE, {"title": ""}),
        ("item_has_a_title_and_a_slug", Kind.RESOURCE, {"slug": ""}),
        ("item_published_has_a_date", Kind.RESOURCE, {"published_at": None}),
        ("item_events_alone_have_times", Kind.RESOURCE, {"starts_at": NOW, "ends_at": NOW}),
        ("item_events_alone_have_times", Kind.EVENT, {"ends_at": None}),
        ("item_events_alone_have_times", Kind.EVENT, {"kind": "news"}),
        ("item_ends_after_it_starts", Kind.EVENT, {"ends_at": F("starts_at") - timedelta(seconds=1)}),
        ("title", Kind.RESOURCE, {"title": None}),
    ],
)
def test_an_item_that_makes_no_sense_is_refused(name, kind, values):
    pk = make_publication(kind=kind).pk

    with refuses(name), transaction.atomic():
        Item.objects.filter(pk=pk).update(**values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("publication_year_is_plausible", {"year": 1066}),
        ("publication_year_is_plausible", {"year": 3000}),
        ("publication_doi_is_bare", {"doi": "https://doi.org/10.1000/x"}),
        ("publication_licence_is_known", {"licence": "mine"}),
        ("publication_cost_is_known", {"cost": "dear"}),
        ("publication_format_is_known", {"format": "scroll"}),
        ("publication_addresses_are_web", {"url": "javascript:alert(1)"}),
        ("publication_addresses_are_web", {"booking_url": "data:text/html,x"}),
    ],
)
def test_a_publication_that_makes_no_sense_is_refused(name, values):
    pk = make_publication().pk

    with refuses(name), transaction.atomic():
        Publication.objects.filter(pk=pk).update(**values)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("publisher_name_unique_whatever_its_case", {"name": "A CHARITY", "slug": "other"}),
        ("slug", {"name": "Other", "slug": "a-charity"}),
        ("publisher_has_a_name_and_a_slug", {"name": "", "slug": "other"}),
        ("publisher_has_a_name_and_a_slug", {"name": "Other", "slug": ""}),
        ("publisher_website_is_a_web_address", {"name": "Other", "slug": "other", "website": "javascript:alert(1)"}),
    ],
)
def test_a_publisher_that_makes_no_sense_is_refused(name, values):
    make_publisher("A Charity")

    with refuses(name), transaction.atomic():
        Publisher.objects.bulk_create([Publisher(**values)])


def add_at_once(row):
    """Insert a row and check its foreign keys immediately, not at the end of the transaction."""
    type(row).objects.bulk_create([row])
    connection.check_constraints()


def test_two_items_with_one_slug_are_refused():
    make_publication("A guide")

    with refuses("slug"), transaction.atomic():
        make_publication("Another", slug="a-guide")


def test_a_publisher_with_publications_is_not_deleted():
    publisher = make_publication().publisher

    with pytest.raises(IntegrityError), transaction.atomic():
        publisher.delete()


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://example.org/", "//example.org"])
def test_a_link_that_is_no_web_address_is_refused(url):
    publication = make_publication()

    with refuses("publication_link_is_a_web_address"), transaction.atomic():
        PublicationLink.objects.bulk_create([PublicationLink(publication=publication, title="A link", url=url)])


def test_a_link_stands_once_on_a_publication():
    publication = make_publication()
    publication.links.create(title="A link", url="https://example.org/")

    with refuses("publication_link_once"), transaction.atomic():
        publication.links.create(title="The same", url="https://example.org/")


@pytest.mark.parametrize("model", [FocusArea, AreaOfNeed, Phase, SettingType])
@pytest.mark.parametrize(
    "values",
    [
        {"name": "New", "slug": ""},
        {"name": "New", "slug": "new", "valid_from": "2026-02-01", "valid_until": "2026-02-01"},
        {"name": "New", "slug": "{taken}"},
        {"name": "{name}", "slug": "new"},
    ],
)
def test_a_term_that_makes_no_sense_is_refused(model, values):
    taken = model.objects.first()
    values = {name: value.format(taken=taken.slug, name=taken.name) for name, value in values.items()}

    with refuses(), transaction.atomic():
        model.objects.bulk_create([model(**values)])


def test_a_slug_leads_to_one_term():
    FormerSlug.objects.create(vocabulary="phase", slug="old", term_id=1)

    with refuses("former_slug_leads_to_one_term"), transaction.atomic():
        FormerSlug.objects.create(vocabulary="phase", slug="old", term_id=2)


def test_a_keyword_is_one_whatever_its_case():
    Keyword.objects.create(name="Autism", slug="autism")

    with refuses("keyword_unique_whatever_its_case"), transaction.atomic():
        Keyword.objects.create(name="AUTISM", slug="autism-2")


def test_a_keyword_stands_once_on_an_item():
    publication = make_publication(keywords=["autism"])

    with refuses("keyword_once_on_an_item"), transaction.atomic():
        KeywordOnItem.objects.create(content_object_id=publication.pk, tag=Keyword.objects.get())


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Step, {"item_id": 10**9, "to_status": Status.DRAFT}),
        (KeywordOnItem, {"content_object_id": 10**9, "tag_id": 10**9}),
        (PublicationLink, {"publication_id": 10**9, "title": "x", "url": "https://example.org"}),
    ],
)
def test_nothing_belongs_to_what_does_not_exist(model, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        add_at_once(model(**values))


def test_a_step_back_without_a_reason_is_refused():
    item = make_publication()

    with refuses("step_return_has_a_reason"), transaction.atomic():
        Step.objects.bulk_create([Step(item_id=item.pk, to_status=Status.RETURNED, reason="")])


def test_there_is_one_counter_of_changes():
    with refuses("change_counter_is_one_row"), transaction.atomic():
        ChangeCounter.objects.create(pk=2)


@pytest.mark.parametrize("values", [{"scope": "item"}, {"scope": "terms", "item_pk": 1}])
def test_a_change_names_an_item_if_it_is_of_one(values):
    with refuses("change_of_an_item_names_it"), transaction.atomic():
        Change.objects.create(sequence=10**9, **values)
