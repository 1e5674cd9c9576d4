"""The pages of practice examples cost a fixed number of queries, regardless of what they show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gateway.catalogue.models import Status
from tests.factories import make_editor, make_member, make_publication, make_school, make_story, make_user

pytestmark = pytest.mark.django_db


def count_queries(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def make_related_examples(count, **fields):
    example = make_story(school=make_school(), **fields)
    for _ in range(count):
        make_story(adapted_from=example, school=make_school())
        make_publication(focus_areas=["leadership"])
    return example


@pytest.mark.parametrize(
    ("reader", "cost"),
    [
        (None, 5),
        (lambda example: make_user(), 12),
        (lambda example: make_member(example.school), 12),
        (lambda example: make_member(example.school, example.created_by), 12),
        (lambda example: make_editor(), 11),
    ],
    ids=["visitor", "person", "colleague", "author", "editor"],
)
def test_an_example_costs_no_more_than_this(client, reader, cost):
    example = make_related_examples(3, created_by=make_user())
    if reader:
        client.force_login(reader(example))

    assert count_queries(client, example.get_absolute_url()) == cost


@pytest.mark.parametrize("path", ["/practice/", "/practice/?near=HX7&within=30", "/practice/share/"])
def test_lists_cost_the_same_with_few_and_many(client, path):
    client.force_login(make_editor())
    make_related_examples(2)
    few = count_queries(client, path)

    make_related_examples(20)

    assert count_queries(client, path) == few


def test_the_example_costs_the_same_with_many_neighbours(client):
    example = make_related_examples(2)
    few = count_queries(client, example.get_absolute_url())

    for _ in range(20):
        make_story(adapted_from=example, school=make_school())

    assert count_queries(client, example.get_absolute_url()) == few


def test_the_editors_queue_costs_the_same_with_few_and_many(client):
    client.force_login(make_editor())
    make_story(status=Status.IN_REVIEW, school=make_school())
    few = count_queries(client, reverse("practice:review"))

    for _ in range(20):
        make_story(status=Status.IN_REVIEW, school=make_school())

    assert count_queries(client, reverse("practice:review")) == few
