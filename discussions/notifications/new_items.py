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
from discussions.follows.followed_searches import followed_searches, matching
from discussions.models import Follow, Happening, Kind
from discussions.notifications.recipients import by_person, most_often, people_to_spare, usual_of
from gateway.catalogue.facets import FacetIndex, current_index
from gateway.catalogue.facets.index import NO_POSITION
from gateway.catalogue.models import Item, Status, Step
from gateway.catalogue.models.index_queue import ITEM_MODEL, ToIndex
from gateway.catalogue.search_index.indexing import index_few
from practice.models import PracticeExample
from resources.models import Publication, PublisherStep

MAX_NEW_ITEM_AGE = timedelta(days=30)
"""What has an older date is no news, however late it comes to the Gateway."""
ITEMS_NOTED_PER_BATCH = 1_000
ITEMS_TOLD_PER_BATCH = 20

type Marks = dict[str, dict[int, set[Any]]]
"""For each field of a follow, and each item, what the item carries."""


def note_new_items() -> None:
    """Store an event for every public item that has none."""
    noted = Happening.objects.filter(item=OuterRef("pk")).order_by()
    unnoted = Item.objects.public().exclude(Exists(noted)).order_by("pk").values_list("pk", "published_at")
    while rows := list(unnoted[:ITEMS_NOTED_PER_BATCH]):
        now = timezone.now()
        Happening.objects.bulk_create(
            [
                Happening(
                    what=Happening.What.NEW_ITEM,
                    item_id=pk,
                    told_at=None if date and date > now - MAX_NEW_ITEM_AGE else now,
                )
                for pk, date in rows
            ],
            ignore_conflicts=True,
        )


def tell_of_new_items() -> None:
    """Tell members of new items in batches. Items that the finder does not know yet wait."""
    last = 0
    index_few()
    while True:
        untold = Happening.objects.filter(told_at=None, item__isnull=False, pk__gt=last).order_by("pk")
        batch = list(untold.values_list("pk", "item_id")[:ITEMS_TOLD_PER_BATCH])
        if not batch:
            return
        last = batch[-1][0]
        index = current_index()
        ready = found_of(batch, index)
        tell_of_items(list(Item.objects.public().filter(pk__in=ready.values()).order_by("published_at", "pk")), index)
        Happening.objects.filter(pk__in=ready).update(told_at=timezone.now())


def found_of(batch: Iterable[tuple[int, int | None]], index: FacetIndex) -> dict[int, int]:
    """Return the item keys of those events whose item is in the facet index and the search index."""
    items = {pk: item for pk, item in batch if item and index.position(item) != NO_POSITION}
    waiting = set(ToIndex.objects.filter(model=ITEM_MODEL, key__in=items.values()).values_list("key", flat=True))
    return {pk: item for pk, item in items.items() if item not in waiting}


def tell_of_items(items: list[Item], index: FacetIndex) -> None:
    """Tell everyone who follows something that these items have, and make their authors follow them."""
    follow_by_authors(items)
    marks = marks_of(items, index)
    spared, since = spared_of(items), public_since(items)
    for theirs in by_person(follows_of(marks)):
        usual = usual_of(theirs)
        save_notifications(
            [
                Notification(
                    user_id=user,
                    event=f"item-{item.pk}",
                    kind=Kind.NEW_ITEM,
                    subject_id=item.pk,
                    cause_id=most_often(fitting, usual.get(user)).pk,
                )
                for user, own in theirs.items()
                for item in items
                if user not in spared[item.pk]
                and (
                    fitting := [
                        each for each in own if each.since <= since[item.pk] and has_followed_term(each, item, marks)
                    ]
                )
            ]
        )


def public_since(items: list[Item]) -> dict[int, datetime]:
    """Return since when each item is public: its date, or the time it was published or restored if that is later.

    The date may be set to an earlier day, and an item withheld by a suspension is public from its end. A member who
    follows something later has found the item there already, and is not told of it as new.
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


def follow_by_authors(items: Iterable[Item]) -> None:
    own = PracticeExample.objects.filter(pk__in=[item.pk for item in items], created_by__is_active=True, source_url="")
    for example in own.select_related("created_by"):
        follow_own(example.created_by, "item", example)


def marks_of(items: list[Item], index: FacetIndex) -> Marks:
    """Return what each item has that can be followed."""
    pks = [item.pk for item in items]
    areas = Item.focus_areas.through._default_manager.filter(item__in=pks).values_list("item_id", "focusarea_id")
    publishers = Publication.objects.filter(pk__in=pks).order_by().values_list("pk", "publisher_id")
    schools = PracticeExample.objects.filter(pk__in=pks).order_by().values_list("pk", "school_id")
    found = matching(followed_searches(), pks, index)
    searches = [(pk, search) for search, those in found.items() for pk in those]
    return {
        "focus_area": grouped(areas),
        "publisher": grouped(publishers),
        "school": grouped(schools),
        "search": grouped(searches),
    }


def grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, set[Any]]:
    """Return the values by item key, without those that are None."""
    found: dict[int, set[Any]] = {}
    for pk, thing in pairs:
        if thing is not None:
            found.setdefault(pk, set()).add(thing)
    return found


def follows_of(marks: Marks) -> Any:
    """Return the follows of anything that the items have."""
    wanted = {field: set().union(*carried.values()) for field, carried in marks.items()}
    any_of = Q(focus_area__in=wanted["focus_area"]) | Q(publisher__in=wanted["publisher"])
    any_of |= Q(school__in=wanted["school"]) | Q(search__in=wanted["search"])
    return Follow.objects.filter(any_of)


def has_followed_term(follow: Follow, item: Item, marks: Marks) -> bool:
    return follow.thing in marks.get(follow.field, {}).get(item.pk, ())


def spared_of(items: list[Item]) -> dict[int, set[int]]:
    """Return, for each item, the members who are not told of it."""
    authors = get_user_model().objects.in_bulk({item.created_by_id for item in items if item.created_by_id})
    return {item.pk: people_to_spare(authors.get(item.created_by_id)) for item in items}
