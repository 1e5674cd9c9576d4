"""Tests that a publication's page costs the same number of queries for any reader, files and links."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from resources.models import OutwardLink
from tests.factories import make_contributor, make_editor, make_file, make_owner, make_publication, make_user

pytestmark = pytest.mark.django_db


def make_publication_with(number):
    """Return a publication with this number of files and broken links."""
    publication = make_publication(url="https://example.org/page", focus_areas=["leadership"], keywords=["autism"])
    for place in range(number):
        make_file(publication, name=f"{place}.txt", content=b"text")
        link = publication.links.create(title=f"Link {place}", url=f"https://example.org/{publication.pk}/{place}")
        OutwardLink.objects.create(
            url=link.url, host="example.org", failures=3, broken_since=timezone.now(), visited_at=timezone.now()
        )
    return publication


def count_queries(client, publication):
    """Return the page's number of queries, once the facet index is loaded, and its number of warnings and links."""
    client.get(publication.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        page = client.get(publication.get_absolute_url()).content.decode()
    return len(queries), page.count("This link may not work"), page.count(">Link ")


def test_a_page_with_twenty_files_and_broken_links_costs_no_more_than_one_with_one(client):
    few, many = make_publication_with(1), make_publication_with(20)

    cost, *shown = count_queries(client, few)

    assert count_queries(client, many) == (cost, 20, 20)
    assert shown == [1, 1]


@pytest.mark.parametrize(
    ("reader", "cost"),
    [
        (None, 5),
        (lambda publisher: make_user(), 11),
        (make_contributor, 11),
        (make_owner, 11),
        (lambda publisher: make_editor(), 10),
    ],
    ids=["visitor", "person", "contributor", "owner", "editor"],
)
def test_a_page_costs_no_more_than_this(client, reader, cost):
    publication, _ = make_publication_with(2), make_publication_with(2)
    if reader:
        client.force_login(reader(publication.publisher))

    assert count_queries(client, publication) == (cost, 2, 2)
