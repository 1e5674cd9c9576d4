"""New items: followers are notified once, when the item becomes public."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification
from discussions.models import Follow
from gateway.catalogue.models import Item, Status
from tests.discussions.follows.cast import get_notification_kinds, make_follow, run_notifications
from tests.factories import (
    get_focus_area,
    make_editor,
    make_publication,
    make_publisher,
    make_school,
    make_story,
)

pytestmark = pytest.mark.django_db


def get_notified_titles(user):
    """Return the titles of the new items of which a user was notified, in alphabetical order."""
    told_of = Notification.objects.filter(user=user, kind="new-item").values("subject_id")
    return sorted(Item.objects.filter(pk__in=told_of).values_list("title", flat=True))


def test_followers_are_notified_of_new_items(reader):
    publisher, school = make_publisher(), make_school()
    for thing in (publisher, school, get_focus_area("outcomes")):
        make_follow(thing, reader)

    make_publication("By the publisher", publisher=publisher)
    make_story("Of the school", school=school)
    make_publication("In the area", focus_areas=["outcomes"])
    make_publication("Another")
    run_notifications()

    assert get_notified_titles(reader) == ["By the publisher", "In the area", "Of the school"]


def test_an_item_public_before_the_follow_is_not_new(reader):
    publisher, withheld = make_publisher(), make_publisher()
    withheld.suspend(by=make_editor(), reason="A complaint.")
    make_publication("Here before", publisher=publisher, published_at=timezone.now() - timedelta(days=3))
    make_publication("Kept back", publisher=withheld)
    for thing in (publisher, withheld):
        make_follow(thing, reader)

    withheld.restore(by=make_editor())
    make_publication("Dated before", publisher=publisher, published_at=timezone.now() - timedelta(days=3))
    run_notifications()

    assert get_notified_titles(reader) == ["Dated before", "Kept back"]


def test_an_item_that_several_follows_match_is_notified_once(reader):
    publisher = make_publisher()
    make_follow(publisher, reader)
    make_follow(get_focus_area(), reader)

    make_publication(publisher=publisher, focus_areas=["leadership"])
    run_notifications()

    assert get_notification_kinds(reader) == ["new-item"]


def test_a_scheduled_item_is_notified_when_it_becomes_public_and_not_before(reader):
    make_follow(get_focus_area(), reader)
    item = make_publication(focus_areas=["leadership"], published_at=timezone.now() + timedelta(days=2))
    run_notifications()
    before = get_notification_kinds(reader)

    Item.objects.filter(pk=item.pk).update(published_at=timezone.now() - timedelta(seconds=1))
    run_notifications()
    run_notifications()

    assert (before, get_notification_kinds(reader)) == ([], ["new-item"])


def test_an_item_that_comes_back_after_a_suspension_is_not_new_again(reader):
    publisher = make_publisher()
    make_follow(publisher, reader)
    make_publication(publisher=publisher)
    run_notifications()

    publisher.suspend(by=make_editor(), reason="A complaint.")
    run_notifications()
    publisher.restore(by=make_editor())
    run_notifications()

    assert get_notification_kinds(reader) == ["new-item"]


def test_an_item_scheduled_during_a_suspension_is_notified_after_it(reader):
    publisher = make_publisher()
    make_follow(publisher, reader)
    publisher.suspend(by=make_editor(), reason="A complaint.")
    make_publication(publisher=publisher)
    run_notifications()
    before = get_notification_kinds(reader)

    publisher.restore(by=make_editor())
    run_notifications()

    assert (before, get_notification_kinds(reader)) == ([], ["new-item"])


def test_an_item_published_a_second_time_is_not_new(reader):
    make_follow(get_focus_area(), reader)
    item = make_publication(focus_areas=["leadership"])
    run_notifications()
    Notification.objects.all().delete()

    item.move(Status.DRAFT)
    run_notifications()
    item.move(Status.PUBLISHED)
    run_notifications()

    assert get_notification_kinds(reader) == []


def test_an_item_with_an_old_date_is_not_new(reader):
    make_follow(get_focus_area(), reader)
    make_publication(focus_areas=["leadership"], published_at=timezone.now() - timedelta(days=90))

    run_notifications()

    assert get_notification_kinds(reader) == []


def test_the_author_is_not_notified_of_their_own_item(reader):
    make_follow(get_focus_area(), reader)

    make_story(created_by=reader, focus_areas=["leadership"])
    run_notifications()

    assert get_notification_kinds(reader) == []


@pytest.mark.parametrize(
    ("search", "finds"),
    [
        ("/browse/", ["A guide", "A story"]),
        ("/browse/?focus=leadership", ["A guide", "A story"]),
        ("/browse/?focus=leadership&kind=practice", ["A story"]),
        ("/practice/?focus=leadership", ["A story"]),
        ("/resources/?focus=leadership&need=hearing-impairment", ["A guide"]),
        ("/browse/?focus=outcomes", []),
        ("/browse/?focus=a-term-that-is-gone", ["A guide", "A story"]),
        ("/no-list-any-more/?focus=leadership", []),
        ("/browse/?q=guide", ["A guide"]),
    ],
)
def test_a_search_matches_what_its_list_would_show(reader, search, finds):
    Follow.objects.create(user=reader, search=search, search_name="Mine")
    make_publication("A guide", focus_areas=["leadership"], areas_of_need=["hearing-impairment"])
    make_story("A story", focus_areas=["leadership"])

    run_notifications()

    assert get_notified_titles(reader) == finds


def test_a_thousand_items_cost_queries_only_for_their_followers(reader, django_assert_max_num_queries):
    make_follow(get_focus_area("outcomes"), reader)
    for number in range(40):
        make_publication(f"Number {number}", focus_areas=["leadership"])

    with django_assert_max_num_queries(100):
        run_notifications()

    assert (get_notification_kinds(reader), Item.objects.count()) == ([], 40)
