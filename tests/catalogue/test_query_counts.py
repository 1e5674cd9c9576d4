"""Every type of page costs a fixed number of queries, whatever it shows, and asks for nothing row by row."""

from __future__ import annotations

import pytest
from django.core.exceptions import FieldFetchBlocked
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gateway.catalogue.facets import current_index
from gateway.catalogue.models import Item
from tests.factories import PASSWORD, make_publication, make_user
from tests.pages import FEEDS, PAGES, fill

pytestmark = pytest.mark.django_db

QUERIES = {
    "home": 4,
    "focus areas": 2,
    "a focus area": 5,
    "browse": 2,
    "filtered": 2,
    "notices": 2,
    "nothing found": 1,
    "resources": 2,
    "research": 2,
    "news": 2,
    "practice": 1,
    "events": 3,
    "past events": 4,
    "a resource": 5,
    "a piece of research": 5,
    "a news story": 5,
    "an event": 5,
    "a past event": 5,
    "publishers": 2,
    "a publisher": 3,
    "reading": 0,
    "about": 0,
    "accessibility": 0,
}
MOST = 8
"""What issue 2 allows a page."""
def test_who_is_logged_in_costs_few_queries_more(client):
    fill()
    client.login(email=make_user().email, password=PASSWORD)

    assert len(queries(client, PAGES["browse"])) == QUERIES["browse"] + FOR_A_PERSON
    assert len(queries(client, PAGES["a resource"])) == QUERIES["a resource"] + FOR_A_PERSON + FOR_A_READER = 2
"""Whom a person does not read, and the discussion, which may hold something of theirs that nobody else sees."""
FOR_THE_BUTTON
