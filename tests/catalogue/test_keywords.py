"""Tests of keywords: free text, case-insensitive, and merged by editors."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gateway.catalogue.models import Item, Keyword, Status
from gateway.catalogue.models.change_log import ChangeCounter
from tests.factories import make_publication

pytestmark = pytest.mark.django_db


def keywords(publication):
    return sorted(publication.keywords.names())


def test_a_keyword_in_another_case_is_the_same():
    for name in ("Autism", "autism", "AUTISM"):
        make_publication(keywords=[name])

    assert list(Keyword.objects.values_list("name", flat=True)) == ["Autism"]


def test_two_cases_on_one_item_are_one_keyword():
    assert keywords(make_publication(keywords=["Pupil voice", "pupil VOICE"])) == ["Pupil voice"]


def test_a_merged_keyword_gives_its_items_away():
    both = make_publication(keywords=["autism", "autistic"])
    other = make_publication(keywords=["autistic", "sensory"])
    kept, merged = (Keyword.objects.get(name=name) for name in ("autism", "autistic"))

    kept.merge([merged])

    assert (keywords(both), keywords(other)) == (["autism"], ["autism", "sensory"])
    assert not Keyword.objects.filter(name="autistic").exists()


def test_a_keyword_merged_into_itself_stays():
    publication = make_publication(keywords=["autism"])
    keyword = Keyword.objects.get()

    keyword.merge([keyword])

    assert keywords(publication) == ["autism"]


@pytest.mark.parametrize("act", ["add", "set"])
def test_keywords_are_saved_with_one_lock_of_the_change_log(act):
    make_publication(keywords=["autism"])
    keywords = make_publication(status=Status.DRAFT).keywords
    save = {"add": lambda: keywords.add("autism"), "set": lambda: keywords.set(["autism"])}[act]

    with CaptureQueriesContext(connection) as queries:
        save()

    assert len([query for query in queries if ChangeCounter._meta.db_table in query["sql"]]) == 1


def test_a_deleted_item_leaves_the_keyword():
    make_publication(keywords=["autism"]).delete()

    assert (Keyword.objects.count(), Item.objects.count()) == (1, 0)


def test_the_page_of_an_item_shows_its_keywords(client):
    make_publication("A guide", keywords=["pupil voice", "autism"])

    assert "<p>autism, pupil voice</p>" in client.get("/resources/a-guide/").content.decode()
