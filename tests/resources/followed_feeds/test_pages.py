"""Tests that owners manage the feeds of their publishers, and nobody else sees or changes them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gateway.catalogue.models import Kind
from resources.models import FollowedFeed
from tests.factories import make_contributor, make_editor, make_owner, make_publisher

pytestmark = pytest.mark.django_db


def make_feed(publisher=None, **fields):
    fields = {"url": "https://example.org/feed", "kind": Kind.NEWS} | fields
    return FollowedFeed.objects.create(publisher=publisher or make_publisher(), **fields)


def follow(client, publisher, url="https://example.org/feed", kind="news"):
    return client.post(reverse("resources:feeds"), {"publisher": publisher.pk, "url": url, "kind": kind})


def test_an_owner_follows_a_feed_of_their_own(client):
    owner = make_owner(publisher := make_publisher())
    client.force_login(owner)

    follow(client, publisher)

    assert [(each.url, each.added_by) for each in publisher.feeds.all()] == [("https://example.org/feed", owner)]


@pytest.mark.parametrize("make_person", [make_contributor, make_owner, lambda publisher: make_owner()])
def test_only_owners_of_a_publisher_set_its_feeds(client, make_person):
    publisher, other = make_publisher(), make_publisher()
    client.force_login(make_person(other))

    response = follow(client, publisher)

    assert (response.status_code, FollowedFeed.objects.count()) == (400, 0)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://example.org/",
        "javascript:alert(1)",
        "http://example.org:22/",
        "https://u:p@example.org/",
        "http://" + "a" * 600,
    ],
)
def test_what_is_no_address_of_the_public_web_is_not_followed(client, url):
    client.force_login(make_owner(publisher := make_publisher()))

    response = follow(client, publisher, url)

    assert (response.status_code, FollowedFeed.objects.count()) == (400, 0)


@pytest.mark.parametrize("kind", ["", "practice", "research", "x"])
def test_a_feed_brings_news_resources_or_events(client, kind):
    client.force_login(make_owner(publisher := make_publisher()))

    assert follow(client, publisher, kind=kind).status_code == 400


def test_a_feed_is_followed_once_by_a_publisher(client):
    client.force_login(make_owner(publisher := make_publisher()))

    follow(client, publisher)
    response = follow(client, publisher)

    assert (response.status_code, FollowedFeed.objects.count()) == (400, 1)
    assert "This feed is followed already." in response.text


def test_a_publisher_follows_ten_feeds_at_most(client):
    client.force_login(make_owner(publisher := make_publisher()))
    for number in range(10):
        make_feed(publisher, url=f"https://example.org/{number}")

    assert follow(client, publisher).status_code == 400


@pytest.mark.parametrize(("name", "method"), [("feed", "get"), ("feed_look", "post"), ("feed_unfollow", "post")])
def test_the_feed_of_another_publisher_does_not_exist(client, name, method):
    feed = make_feed()
    statuses = []
    for person in (make_owner(), make_contributor(feed.publisher)):
        client.force_login(person)
        statuses.append(getattr(client, method)(reverse(f"resources:{name}", args=[feed.pk])).status_code)

    assert statuses == [404, 404]
    assert FollowedFeed.objects.count() == 1


def test_owners_see_their_feeds_and_editors_all(client):
    own, foreign = make_feed(url="https://own.example.org/"), make_feed(url="https://foreign.example.org/")
    seen = []
    for person in (make_owner(own.publisher), make_editor()):
        client.force_login(person)
        page = client.get(reverse("resources:feeds")).text
        seen.append((own.url in page, foreign.url in page))

    assert seen == [(True, False), (True, True)]


def test_an_owner_unfollows_a_feed(client):
    feed = make_feed()
    client.force_login(make_owner(feed.publisher))

    client.post(reverse("resources:feed_unfollow", args=[feed.pk]))

    assert FollowedFeed.objects.count() == 0


@pytest.mark.parametrize("many", [2, 9])
def test_the_list_costs_the_same_for_two_feeds_and_for_nine(client, django_assert_num_queries, many):
    publisher = make_publisher()
    for number in range(many):
        make_feed(publisher, url=f"https://example.org/{number}")
    client.force_login(make_owner(publisher))
    client.get(reverse("resources:feeds"))

    with django_assert_num_queries(10):
        client.get(reverse("resources:feeds"))
