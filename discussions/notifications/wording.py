"""The wording of notifications of comments and new items: a sentence, its link, and what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.text import Truncator

from accounts.models import Notification
from accounts.notification_sources import NotificationText
from accounts.notifications.subjects import build_texts
from discussions.models import Comment, Follow, Kind
from discussions.threads.cards import make_excerpt
from discussions.threads.permissions import Viewer
from discussions.threads.titles import NOT_SHOWN_TITLE
from gateway.catalogue.models import Item
from gateway.catalogue.text.characters import make_one_line

MAX_EXCERPT_LENGTH = 240
QUOTATION_PATTERN = re.compile(r"<blockquote>(?:(?!<blockquote>).)*?</blockquote>", re.DOTALL)
"""A quotation without another one inside."""
DELETED_USER_NAME = "A former member"


def describe_comments(notifications: Iterable[Notification], user: Any) -> dict[int, NotificationText]:
    """Return the words for notifications of comments by key, without those whose comment is gone."""
    comments = Comment.objects.select_related("author", "item", "focus_area", "root__author", "answer__author")
    viewer = Viewer(user)
    return build_texts(notifications, comments, lambda row, comment: describe_comment(row.kind, comment, viewer))


def describe_comment(kind: str, comment: Comment, viewer: Viewer) -> NotificationText:
    said = comment.answer if kind in (Kind.ANSWER, Kind.CHOSEN) and comment.answer else comment
    root = comment.root or comment
    group = ("item", comment.item_id) if comment.item_id else ("thread", comment.beginning_id)
    title = viewer.get_title(root) if root.is_public else NOT_SHOWN_TITLE
    heading = comment.item.title if comment.item else title
    return NotificationText(
        build_sentence(kind, comment), said.get_absolute_url(), heading, get_beginning(said, viewer), group
    )


def describe_items(notifications: Iterable[Notification], user: Any) -> dict[int, NotificationText]:
    """Return the words for notifications of new items by key, without those whose item is gone."""
    rows = list(notifications)
    follows = Follow.objects.filter(pk__in={row.cause_id for row in rows}).with_things().in_bulk()
    return build_texts(rows, Item.objects.all(), lambda row, item: describe_item(item, follows.get(row.cause_id or 0)))


def describe_item(item: Item, follow: Follow | None) -> NotificationText:
    """Return the words for a notification of a new item, under the heading of the follow that led to it."""
    summary = Truncator(make_one_line(item.summary)).chars(MAX_EXCERPT_LENGTH)
    group = ("follow", follow.pk if follow else None)
    return NotificationText(f"New: {item.title}", item.get_absolute_url(), get_heading(follow), summary, group)


def get_heading(follow: Follow | None) -> str:
    thing = follow and (follow.focus_area or follow.school or follow.publisher)
    return f"New on {thing}" if thing else f"New: {follow.search_name}" if follow else "New"


def build_sentence(kind: str, comment: Comment) -> str:
    """Return what happened, as a sentence without its full stop."""
    who = get_author_name(comment)
    return {
        Kind.REPLY: f"{who} replied to you",
        Kind.MENTION: f"{who} mentioned you",
        Kind.CHOSEN: "Your reply was marked as the answer",
        Kind.ANSWER: f"A question has an answer from {get_author_name(comment.answer or comment)}",
        Kind.UNANSWERED: f"Can you help? Nobody has answered {who}’s question yet",
    }.get(Kind(kind), f"{who} {'asked' if comment.is_question else 'replied' if comment.parent_id else 'commented'}")


def get_author_name(comment: Comment) -> str:
    return comment.author.public_name if comment.author else DELETED_USER_NAME


def get_beginning(comment: Comment, viewer: Viewer) -> str:
    """Return the beginning of a comment for its reader, in plain text on one line, without quotations."""
    html, before = str(viewer.get_words(comment)), ""
    while html != before:
        html, before = QUOTATION_PATTERN.sub("", html), html
    return make_excerpt(html, MAX_EXCERPT_LENGTH)
