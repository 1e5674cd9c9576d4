"""What a notification says: one sentence, where it leads, and the thing that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator

from discussions.cards import excerpt
from discussions.following.things import name_of
from discussions.models import Comment, Kind, Notification
from discussions.reader import Reader
from discussions.titles import NOT_SHOWN_TITLE
from gateway.catalogue.text import one_line

LONGEST_EXCERPT = 240
QUOTATION = re.compile(r"<blockquote>(?:(?!<blockquote>).)*?</blockquote>", re.DOTALL)
"""One that holds no other."""
NOBODY = "A former member"


@dataclass(frozen=True)
class Line:
    """One notification in words."""

    pk: int
    text: str
    path: str
    excerpt: str
    at: datetime
    is_unread: bool

    @property
    def url(self) -> str:
        """Where it leads, for mail."""
        return settings.SITE_URL + self.path


@dataclass
class Group:
    """What is new on one thing."""

    title: str
    lines: list[Line] = field(default_factory=list)


def line_of(notification: Notification, reader: Reader) -> Line:
    """A notification in words; call it with what `with_words` brings."""
    text, path, words = about(notification, reader)
    return Line(notification.pk, one_line(text), path, words, notification.at, notification.read_at is None)


def about(notification: Notification, reader: Reader) -> tuple[str, str, str]:
    """What happened, where it leads, and how what is there begins."""
    comment, item = notification.comment, notification.item
    if item:
        summary = Truncator(one_line(item.summary)).chars(LONGEST_EXCERPT)
        return f"New: {item.title}", item.get_absolute_url(), summary
    assert comment is not None  # noqa: S101 (the database guards it)
    is_about_answer = notification.kind in (Kind.ANSWER, Kind.CHOSEN)
    said = comment.answer if is_about_answer and comment.answer else comment
    return sentence(notification.kind, comment), said.get_absolute_url(), beginning(said, reader)


def sentence(kind: str, comment: Comment) -> str:
    """What happened, in a sentence without its full stop."""
    who = named(comment)
    return {
        Kind.REPLY: f"{who} replied to you",
        Kind.MENTION: f"{who} mentioned you",
        Kind.CHOSEN: "Your reply was marked as the answer",
        Kind.ANSWER: f"A question has an answer, from {named(comment.answer or comment)}",
        Kind.UNANSWERED: f"Can you help? Nobody has answered {who}’s question yet",
    }.get(Kind(kind), f"{who} {'asked' if comment.is_question else 'replied' if comment.parent_id else 'commented'}")


def named(comment: Comment) -> str:
    """Who wrote it, as others see them."""
    return comment.author.public_name if comment.author else NOBODY


def beginning(comment: Comment, reader: Reader) -> str:
    """How a comment begins for its reader, in plain words on one line, without what it quotes."""
    html, before = str(reader.words_of(comment)), ""
    while html != before:
        html, before = QUOTATION.sub("", html), html
    return excerpt(html, LONGEST_EXCERPT)


def subject_of(groups: list[Group], number: int) -> str:
    """The subject of a digest about so many things, of which it shows some: what is new, or how much."""
    return groups[0].lines[0].text if number == 1 else f"{number} new things on the SEND Gateway"


def grouped(notifications: Iterable[Notification], reader: Reader) -> list[Group]:
    """Notifications by the thing that they are about, those about the person first."""
    groups: dict[object, Group] = {}
    for notification in notifications:
        group = groups.setdefault(key_of(notification), Group(heading_of(notification, reader)))
        group.lines.append(line_of(notification, reader))
    return list(groups.values())


def key_of(notification: Notification) -> object:
    """What notifications about one thing have in common."""
    comment = notification.comment
    if comment is None:
        return "follow", notification.follow_id
    return ("item", comment.item_id) if comment.item_id else ("thread", comment.beginning_id)


def heading_of(notification: Notification, reader: Reader) -> str:
    """The thing that a notification is about."""
    comment, follow = notification.comment, notification.follow
    if comment is None:
        thing = follow and (follow.focus_area or follow.school or follow.publisher)
        return f"New on {name_of(thing, reader)}" if thing else f"New: {follow.search_name}" if follow else "New"
    if comment.item:
        return comment.item.title
    root = comment.root or comment
    return reader.title_of(root) if root.is_public else NOT_SHOWN_TITLE


def list_url() -> str:
    """Where all notifications are, for mail."""
    return settings.SITE_URL + reverse("discussions:notifications")
