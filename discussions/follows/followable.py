"""The kinds of things that can be followed, their names in addresses, and who may see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from discussions.models import Comment, Follow
from discussions.threads.permissions import Viewer
from gateway.catalogue.models import FocusArea, Item
from practice.models import School
from resources.models import Publisher


@dataclass(frozen=True)
class ThingKind:
    """A kind of thing. `noun` is the name that its button uses."""

    slug: str
    field: str
    model: type[Model]
    noun: str
    visible_to: Callable[[Any], QuerySet[Any]]


THING_KINDS = (
    ThingKind("item", "item", Item, "this discussion", lambda user: Item.objects.visible_to(user)),
    ThingKind("question", "thread", Comment, "this thread", lambda user: get_followable_threads(user)),
    ThingKind("focus-area", "focus_area", FocusArea, "this focus area", lambda user: FocusArea.objects.current()),
    ThingKind("school", "school", School, "this school", lambda user: School.objects.visible_to(user)),
    ThingKind("publisher", "publisher", Publisher, "this publisher", lambda user: Publisher.objects.public()),
)
THING_KINDS_BY_SLUG = {kind.slug: kind for kind in THING_KINDS}


def get_followable_threads(user: Any) -> QuerySet[Comment]:
    """Return the comments that begin a thread which the user may read."""
    return Comment.objects.readable_by(user).filter(parent=None).select_related("item", "focus_area")


def get_thing_kind(thing: Model) -> ThingKind:
    return next(kind for kind in THING_KINDS if isinstance(thing, kind.model))


def get_thing_name(thing: Model, viewer: Viewer) -> str:
    """Return the name of a thing in lists and messages for this reader."""
    if isinstance(thing, Comment):
        return viewer.get_title(thing)
    return str(thing)


@dataclass(frozen=True)
class FollowedRow:
    """A follow as a list shows it, without anything that the member may no longer see."""

    follow: Follow
    name: str
    url: str
    what: str


def make_followed_row(follow: Follow, viewer: Viewer) -> FollowedRow:
    """Return a follow as the member's list shows it. It must come from `with_things`."""
    if follow.field == "search":
        return FollowedRow(follow, follow.search_name, follow.search, "Search")
    thing = getattr(follow, follow.field)
    what = {"item": "Discussion", "thread": "Question" if follow.thread and follow.thread.is_question else "Thread"}
    label = what.get(follow.field, follow.field.replace("_", " ").capitalize())
    if not is_visible_to_anyone(thing):
        return FollowedRow(follow, "Something that is no longer on the Gateway", "", label)
    return FollowedRow(follow, get_thing_name(thing, viewer), thing.get_absolute_url(), label)


def is_visible_to_anyone(thing: Any) -> bool:
    """Return whether any visitor may see the thing now."""
    if isinstance(thing, Comment):
        return thing.is_public and (thing.item is None or thing.item.is_public)
    if isinstance(thing, Publisher):
        return not thing.is_suspended
    return thing.is_public if isinstance(thing, Item) else getattr(thing, "is_checked", True)
