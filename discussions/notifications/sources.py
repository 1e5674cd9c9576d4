"""The sources of notifications in discussions: comments, and new items that members follow."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from accounts import notification_sources
from accounts.blocking import build_hidden_condition
from accounts.notification_sources import Source
from accounts.notifications.subjects import read_on_pages
from discussions.models import PERSONAL_KINDS, Comment, CommentQuerySet, Follow, Kind
from discussions.notifications.activities import notify_about_all_activities
from discussions.notifications.wording import describe_comments, describe_items
from gateway.catalogue.models import Item, ItemQuerySet

ITEM_URL_NAMES = ("resources:publication", "practice:example")
"""The pages that show all of an item, with its slug in their address."""


def get_visible_comments(user: Any) -> CommentQuerySet:
    """Return the comments of which a user may be told now."""
    return Comment.objects.public().exclude(build_hidden_condition(user, "author"))


def get_visible_items(user: Any) -> ItemQuerySet[Item]:
    """Return the items of which a user may be told now."""
    return Item.objects.public().exclude(build_hidden_condition(user, "created_by"))


@read_on_pages(*ITEM_URL_NAMES)
def get_items_on_page(request: HttpRequest, slug: str) -> QuerySet[Item]:
    return Item.objects.filter(slug=slug)


def build_frequency_query() -> Subquery[Any]:
    """Return a subquery for how often a user wants to be told; null if they no longer follow it."""
    return Subquery(Follow.objects.filter(pk=OuterRef("cause_id")).order_by().values("how_often")[:1])


COMMENT_SOURCE = Source(
    name="comments",
    model=Comment,
    kinds=tuple(
        notification_sources.NotificationKind(kind.value, kind.label, is_personal=kind in PERSONAL_KINDS)
        for kind in Kind
        if kind != Kind.NEW_ITEM
    ),
    visible_to=get_visible_comments,
    describe=describe_comments,
    how_often=build_frequency_query,
)
ITEM_SOURCE = Source(
    name="items",
    model=Item,
    kinds=(notification_sources.NotificationKind(Kind.NEW_ITEM.value, Kind.NEW_ITEM.label),),
    visible_to=get_visible_items,
    describe=describe_items,
    read_on=get_items_on_page,
    how_often=build_frequency_query,
    check_timed_events=notify_about_all_activities.enqueue,
)
