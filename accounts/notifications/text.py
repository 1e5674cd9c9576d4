"""Notifications in words, for the page and for e-mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from accounts.addresses.site_address import build_absolute_url
from accounts.models import Notification, User
from accounts.notification_sources import SOURCES, NotificationText


@dataclass(frozen=True)
class Line:
    pk: int
    text: str
    path: str
    heading: str
    excerpt: str
    at: datetime
    is_unread: bool

    @property
    def url(self) -> str:
        return build_absolute_url(self.path)


@dataclass
class Group:
    """The notifications about one subject."""

    title: str
    lines: list[Line] = field(default_factory=list)


def get_texts(notifications: Sequence[Notification], user: User) -> dict[int, NotificationText]:
    """Return the words for a user's notifications by their keys, asking each source once."""
    found: dict[int, NotificationText] = {}
    for source in SOURCES:
        theirs = [each for each in notifications if each.kind in source.kind_names]
        if theirs:
            found.update(source.describe(theirs, user))
    return found


def make_line(notification: Notification, words: NotificationText) -> Line:
    is_unread = notification.read_at is None
    text = " ".join(words.text.split())
    return Line(notification.pk, text, words.path, words.heading, words.excerpt, notification.at, is_unread)


def build_lines(notifications: Iterable[Notification], user: User) -> list[Line]:
    """Return a user's notifications in words and in their order, without those whose subject is gone by now."""
    rows = list(notifications)
    words = get_texts(rows, user)
    return [make_line(row, words[row.pk]) for row in rows if row.pk in words]


def build_groups(notifications: Iterable[Notification], user: User) -> list[Group]:
    """Return a user's notifications in words, those about one subject together."""
    rows = list(notifications)
    words = get_texts(rows, user)
    groups: dict[object, Group] = {}
    for row in rows:
        if row.pk in words:
            group = groups.setdefault(words[row.pk].group, Group(words[row.pk].heading))
            group.lines.append(make_line(row, words[row.pk]))
    return list(groups.values())


def format_subject(groups: list[Group], number: int) -> str:
    """Return the subject line of a digest of `number` notifications: the text of a single one, or the number."""
    return groups[0].lines[0].text if number == 1 else f"{number:,} updates from the SEND Gateway"


def get_list_url() -> str:
    return build_absolute_url(reverse("notifications"))
