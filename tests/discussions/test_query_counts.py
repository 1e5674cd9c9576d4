"""A discussion costs a fixed number of queries, whatever its size and depth."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from discussions.models import Comment
from gateway.catalogue.facets import get_current_index
from gateway.catalogue.models import Item
from tests.factories import make_comment, make_member, make_publication, make_school, make_user

pytestmark = pytest.mark.django_db

MOST_FOR_A_VISITOR, MOST_FOR_A_MEMBER = 8, 15
MAX_QUERIES_PER_POST = 15


def add_comments(item: Item, count: int, authors: int = 40) -> None:
    """Add comments of a usual length, half of them in one deep thread, the others in short ones."""
    people = [make_user(display_name=f"Person {number}") for number in range(authors)]
    began = timezone.now() - timedelta(days=30)
    roots = [build_row(item, people, number, began) for number in range(count // 5)]
    roots = Comment.objects.bulk_create(roots)
    deep: Comment | None = None
    for number in range(count // 5, count):
        is_deep = number % 5 < 3
        root = roots[0] if is_deep else roots[number % len(roots)]
        comment = build_row(item, people, number, began)
        comment.root, comment.parent = root, (deep or root) if is_deep else root
        comment.save()
        deep = comment if is_deep else deep
    Item.objects.filter(pk=item.pk).update(comment_count=count)


def build_row(item: Item, people: list, number: int, began) -> Comment:
    text = f"Comment {number}: " + "we tried this with **five** words a week, and it helped. " * 5
    comment = Comment(
        item_id=item.pk,
        author=people[number % len(people)],
        form_key=uuid4(),
        created_at=began + timedelta(minutes=number),
    )
    comment.set_text(text)
    return comment


def count_queries(client, address: str) -> int:
    """Return the number of queries of a page, once the index is fresh and the visit has begun."""
    client.get(address)
    get_current_index()
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len([each for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))])


@pytest.mark.parametrize("member", [False, True], ids=["visitor", "member"])
def test_an_item_costs_the_same_with_10_comments_and_with_1000(client, member):
    few, many = make_publication(slug="few"), make_publication(slug="many")
    add_comments(few, 10)
    add_comments(many, 1_000)
    if member:
        client.force_login(make_user())

    cost = count_queries(client, "/resources/many/")

    assert cost == count_queries(client, "/resources/few/")
    assert cost <= (MOST_FOR_A_MEMBER if member else MOST_FOR_A_VISITOR)


def test_the_part_of_the_discussion_is_at_most_eight_queries(client):
    bare, many = make_publication(slug="bare", discussion=Item.Discussion.CLOSED), make_publication(slug="many")
    add_comments(many, 200)
    client.force_login(make_user())

    assert count_queries(client, "/resources/many/") - count_queries(client, bare.get_absolute_url()) <= 8


@pytest.mark.parametrize("number", [1, 2])
def test_a_thread_costs_the_same_with_few_and_many_replies(client, number):
    item = make_publication()
    add_comments(item, 1_000)
    short = make_comment(item)
    root = Comment.objects.filter(parent=None).earliest("created_at", "pk")
    client.force_login(make_user())
    few = count_queries(client, reverse("discussions:thread", args=[short.pk]))

    cost = count_queries(client, f"/discussions/{root.pk}/?page={number}")

    assert cost <= few + 2
    assert cost <= MOST_FOR_A_MEMBER


def test_a_post_costs_at_most_fifteen_queries(client):
    item = make_publication()
    said = make_comment(item)
    author = make_member(make_school())
    make_comment(item, author)
    client.force_login(author)
    form = {"text": "A reply.", "form_key": str(uuid4())}

    with CaptureQueriesContext(connection) as asked:
        response = client.post(reverse("discussions:reply", args=[said.pk]), form)

    assert response.status_code == 303
    asked_of_tables = [each["sql"] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    limiter = [each for each in asked_of_tables if '"cache"' in each]
    assert len(asked_of_tables) - len(limiter) <= MAX_QUERIES_PER_POST + len(("session", "person"))
    assert len(limiter) <= 8
