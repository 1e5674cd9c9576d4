"""Who changes terms or keywords while somebody saves an item: both wait for the counter of changes first."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import RequestFactory

from gateway.catalogue.models import FocusArea, Keyword, Status
from gateway.catalogue.models.change_log import record_everything
from resources.imports.save import add_terms
from resources.models import ImportRow
from tests.factories import make_publication
from tests.locks import hold_before_and_after

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time"),
]


def refer_to(rows: Any) -> None:
    """Hold rows as the check of a foreign key does when a transaction is committed that refers to them."""
    sql, parameters = rows.order_by("pk").values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} FOR KEY SHARE", parameters)


def move_down() -> None:
    term_admin = admin.site.get_model_admin(FocusArea)
    term_admin.message_user = lambda *arguments, **more: None  # type: ignore[method-assign]
    term_admin.move(RequestFactory().post("/"), FocusArea.objects.filter(pk=FocusArea.objects.first().pk), 1)  # type: ignore[attr-defined,union-attr]


@transaction.atomic
def rename() -> None:
    area = FocusArea.objects.get(pk=FocusArea.objects.first().pk)  # type: ignore[union-attr]
    area.slug = "another-slug"
    area.save()


@transaction.atomic
def delete_term() -> None:
    FocusArea.objects.last().delete()  # type: ignore[union-attr]


def merge_keywords() -> None:
    Keyword.objects.get(name="autism").merge([Keyword.objects.get(name="autistic")])


@transaction.atomic
def rename_keyword() -> None:
    keyword = Keyword.objects.get(name="autism")
    keyword.slug = "another-slug"
    keyword.save()


@transaction.atomic
def delete_keyword() -> None:
    Keyword.objects.get(name="autism").delete()


@pytest.mark.parametrize("act", [move_down, rename, delete_term])
def test_who_changes_a_term_and_who_saves_an_item_with_it_wait_for_each_other(act):
    hold_before_and_after(record_everything, act, lambda: refer_to(FocusArea.objects.all()))


@pytest.mark.parametrize("act", [merge_keywords, rename_keyword, delete_keyword])
def test_who_changes_a_keyword_and_who_saves_an_item_with_it_wait_for_each_other(act):
    for names in (["autism"], ["autistic"]):
        make_publication(keywords=names)

    hold_before_and_after(record_everything, act, lambda: refer_to(Keyword.objects.all()))


@transaction.atomic
def give_keyword(publication: Any) -> None:
    publication.keywords.set(["autistic"])


@transaction.atomic
def import_keyword(publication: Any) -> None:
    row = ImportRow(ready={"values": {"keywords": ["autistic"]}})
    add_terms([(publication.pk, row)])


@pytest.mark.parametrize("give", [give_keyword, import_keyword])
def test_a_draft_that_gets_a_keyword_while_it_is_merged_gets_a_keyword_that_exists(give):
    for names in (["autism"], ["autistic"]):
        make_publication(keywords=names)
    draft = make_publication(status=Status.DRAFT)

    hold_before_and_after(merge_keywords, lambda: give(draft), lambda: None)

    assert list(draft.keywords.names()) == ["autistic"]


@pytest.mark.parametrize("give", [give_keyword, import_keyword])
def test_a_keyword_that_a_draft_is_just_getting_is_merged_in_that_draft_too(give):
    for names in (["autism"], ["autistic"]):
        make_publication(keywords=names)
    draft = make_publication(status=Status.DRAFT)

    hold_before_and_after(lambda: give(draft), merge_keywords, lambda: None)

    assert list(draft.keywords.names()) == ["autism"]
