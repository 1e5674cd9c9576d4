"""Notifications of items that became public, each only once, including those scheduled or withheld for a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Notification
from accounts.notifications.notify import save_notifications
from discussions.follows.follow import follow_own
from discussions.follows.followed_searches import find_items_by_search, get_followed_searches
from discussions.models import Activity, Follow, Kind
from discussions.notifications.recipients import (
    get_most_frequent,
    get_people_not_notified,
    get_usual_frequencies,
    group_by_user,
)
from gateway.catalogue.facets import FacetIndex, get_current_index
from gateway.catalogue.facets.index import NO_POSITION
from gateway.catalogue.models import Item, Status, Step
from gateway.catalogue.models.index_queue import ITEM_MODEL, ToIndex
from gateway.catalogue.search_index.indexing import index_few
from practice.models import PracticeExample
from resources.models import Publication, PublisherStep

MAX_NEW_ITEM_AGE = timedelta(days=30)
"""Items with an older date are not new, even if they have just been added."""
ITEMS_RECORDED_PER_BATCH = 1_000
ITEMS_NOTIFIED_PER_BATCH = 20

type FollowableValues = dict[str, dict[int, set[Any]]]
"""For each field of a follow, the values of each item by its key."""


def record_new_items() -> None:
    """Store an event for every public item that has none."""
    recorded = Activity.objects.filter(item=OuterRef("pk")).order_by()
    unrecorded = Item.objects.public().exclude(Exists(recorded)).order_by("pk").values_list("pk", "published_at")
    while rows := list(unrecorded[:ITEMS_RECORDED_PER_BATCH]):
        now = timezone.now()
        Activity.objects.bulk_create(
            [
                Activity(
                    what=Activity.What.NEW_ITEM,
                    item_id=pk,
                    notified_at=None if date and date > now - MAX_NEW_ITEM_AGE else now,
                )
                for pk, date in rows
            ],
            ignore_conflicts=True,
        )


def notify_about_new_items() -> None:
    """Tell members of new items in batches. Items that the finder does not know yet wait."""
    last = 0
    index_few()
    while True:
        pending = Activity.objects.filter(notified_at=None, item__isnull=False, pk__gt=last).order_by("pk")
        batch = list(pending.values_list("pk", "item_id")[:ITEMS_NOTIFIED_PER_BATCH])
        if not batch:
            return
        last = batch[-1][0]
        index = get_current_index()
        ready = drop_unindexed(batch, index)
        notify_about_items(
            list(Item.objects.public().filter(pk__in=ready.values()).order_by("published_at", "pk")), index
        )
        Activity.objects.filter(pk__in=ready).update(notified_at=timezone.now())


def drop_unindexed(batch: Iterable[tuple[int, int | None]], index: FacetIndex) -> dict[int, int]:
    """Return the item keys of those activities whose item is in the facet index and the search index."""
    items = {pk: item for pk, item in batch if item and index.get_position(item) != NO_POSITION}
    waiting = set(ToIndex.objects.filter(model=ITEM_MODEL, key__in=items.values()).values_list("key", flat=True))
    return {pk: item for pk, item in items.items() if item not in waiting}


def notify_about_items(items: list[Item], index: FacetIndex) -> None:
    """Tell everyone who follows something of these items, and make their authors follow them."""
    follow_for_authors(items)
    values = get_followable_values(items, index)
    not_notified, since = get_people_not_notified_by_item(items), get_public_dates(items)
    for follows_by_user in group_by_user(get_follows_of_items(values)):
        usual = get_usual_frequencies(follows_by_user)
        save_notifications(
            [
                Notification(
                    user_id=user,
                    event=f"item-{item.pk}",
                    kind=Kind.NEW_ITEM,
                    subject_id=item.pk,
                    cause_id=get_most_frequent(matching, usual.get(user)).pk,
                )
                for user, own in follows_by_user.items()
                for item in items
                if user not in not_notified[item.pk]
                and (
                    matching := [
                        each for each in own if each.since <= since[item.pk] and has_followed_value(each, item, values)
                    ]
                )
            ]
        )


def get_public_dates(items: list[Item]) -> dict[int, datetime]:
    """Return since when each item has been public: its date, or the time it was published or restored if that is later.

    The date may be set to an earlier day, and an item withheld by a suspension is public from its end. A member who
    follows something later has already found the item there, and is not told of it as new.
    """
    pks = [item.pk for item in items]
    published = Step.objects.filter(item__in=pks, to_status=Status.PUBLISHED).exclude(from_status=Status.PUBLISHED)
    restored = PublisherStep.objects.filter(publisher__publications__in=pks, what=PublisherStep.What.RESTORED)
    moments = [
        *((item.pk, item.published_at) for item in items),
        *published.order_by().values_list("item_id", "at"),
        *restored.order_by().values_list("publisher__publications", "at"),
    ]
    found: dict[int, datetime] = {}
    for pk, moment in moments:
        if moment and pk in pks:
            found[pk] = max(found.get(pk, moment), moment)
    return found


def follow_for_authors(items: Iterable[Item]) -> None:
    own = PracticeExample.objects.filter(pk__in=[item.pk for item in items], created_by__is_active=True, source_url="")
    for example in own.select_related("created_by"):
        follow_own(example.created_by, "item", example)


def get_followable_values(items: list[Item], index: FacetIndex) -> FollowableValues:
    """Return what can be followed of each item."""
    pks = [item.pk for item in items]
    areas = Item.focus_areas.through._default_manager.filter(item__in=pks).values_list("item_id", "focusarea_id")
    publishers = Publication.objects.filter(pk__in=pks).order_by().values_list("pk", "publisher_id")
    schools = PracticeExample.objects.filter(pk__in=pks).order_by().values_list("pk", "school_id")
    found = find_items_by_search(get_followed_searches(), pks, index)
    searches = [(pk, search) for search, keys in found.items() for pk in keys]
    return {
        "focus_area": group_by_item(areas),
        "publisher": group_by_item(publishers),
        "school": group_by_item(schools),
        "search": group_by_item(searches),
    }


def group_by_item(pairs: Iterable[tuple[int, Any]]) -> dict[int, set[Any]]:
    """Return the values by item key, without those that are None."""
    found: dict[int, set[Any]] = {}
    for pk, thing in pairs:
        if thing is not None:
            found.setdefault(pk, set()).add(thing)
    return found


def get_follows_of_items(values: FollowableValues) -> Any:
    """Return the follows of any of these values."""
    wanted = {field: set().union(*by_item.values()) for field, by_item in values.items()}
    any_of = Q(focus_area__in=wanted["focus_area"]) | Q(publisher__in=wanted["publisher"])
    any_of |= Q(school__in=wanted["school"]) | Q(search__in=wanted["search"])
    return Follow.objects.filter(any_of)


def has_followed_value(follow: Follow, item: Item, values: FollowableValues) -> bool:
    return follow.thing in values.get(follow.field, {}).get(item.pk, ())


def get_people_not_notified_by_item(items: list[Item]) -> dict[int, set[int]]:
    """Return, for each item, the members who are not told of it."""
    authors = get_user_model().objects.in_bulk({item.created_by_id for item in items if item.created_by_id})
    return {item.pk: get_people_not_notified(authors.get(item.created_by_id)) for item in items}
