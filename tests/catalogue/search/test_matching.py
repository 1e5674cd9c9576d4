"""Tests that any searchable model is found by words in one query."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gateway.catalogue.facets import get_current_index
from gateway.catalogue.models import IndexedItem
from gateway.catalogue.search.model_search import search_model
from tests.factories import make_publication

pytestmark = pytest.mark.django_db


def test_rows_that_hold_all_words_are_found_the_most_fitting_first():
    in_text = make_publication("Games", body="Chess for teaching assistants.")
    in_title = make_publication("Chess for TAs")
    make_publication("Chess")

    assert search_model(IndexedItem, "chess TA") == [in_title.pk, in_text.pk]
    assert search_model(IndexedItem, "chess TA -games") == [in_title.pk]
    assert search_model(IndexedItem, "the") == search_model(IndexedItem, "xylophone") == []


def test_it_costs_one_query():
    make_publication("Chess")
    get_current_index()

    with CaptureQueriesContext(connection) as asked:
        search_model(IndexedItem, 'chess "for all" -draughts')

    assert len([query for query in asked if "catalogue_changecounter" not in query["sql"]]) == 1
