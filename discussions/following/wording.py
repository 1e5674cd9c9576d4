"""What a notification says: one sentence, where it leads, and the thing that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from discussions.following.things import name_of, thread_name
from discussions.models import Comment, Kind, Notification
from gateway.catalogue.text import one_line

LONGEST_EXCERPT = 240
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


def line_of(notification: Notification) -> Line:
    """A notification in words; call it with what `with_words` brings."""
    comment, item = notification.comment, notification.item
    if item:
        text, path, excerpt = f"New: {item.title}", item.get_absolute_url(), item.summary
    else:
        assert comment is not None  # noqa: S101 (the database guards it)
        text, path = sentence(notification.kind, comment), comment.get_absolute_url()
        excerpt = comment.text
        if notification.kind in (Kind.ANSWER, Kind.CHOSEN) and comment.answer:
            path, excerpt = comment.answer.get_absolute_url(), comment.answer.text
    is_unread = notification.read_at is None
    return Line(notification.pk, one_line(text), path, shortened(excerpt), notification.at, is_unread)


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


def shortened(text: str) -> str:
    """The beginning of a text, as plain words on one line, without what it quotes."""
    words = one_line("\n".join(line for line in text.splitlines() if not line.startswith(">")))
    return words if len(words) <= LONGEST_EXCERPT else words[: LONGEST_EXCERPT - 1].rsplit(" ", 1)[0] + "…"


def subject_of(groups: list[Group]) -> str:
    """The subject of a digest: what is new, or how much."""
    lines = [line for group in groups for line in group.lines]
    return lines[0].text if len(lines) == 1 else f"{len(lines)} new things on the SEND Gateway"


def grouped(notifications: Iterable[Notification]) -> list[Group]:
    """Notifications by the thing that they are about, those about the person first."""
    groups: dict[object, Group] = {}
    for notification in notifications:
        group = groups.setdefault(key_of(notification), Group(title_of(notification)))
        group.lines.append(line_of(notification))
    return list(groups.values())


def key_of(notification: Notification) -> object:
    """What notifications about one thing have in common."""
    comment = notification.comment
    if comment is None:
        return "follow", notification.follow_id
    return ("item", comment.item_id) if comment.item_id else ("thread", comment.beginning_id)


def title_of(notification: Notification) -> str:
    """The thing that a notification is about."""
    comment, follow = notification.comment, notification.follow
    if comment is None:
        thing = follow and (follow.focus_area or follow.school or follow.publisher)
        return f"New on {name_of(thing)}" if thing else f"New: {follow.search_name}" if follow else "New"
    if comment.item:
        return comment.item.title
    root = comment.root or comment
    return thread_name(root)


def list_url() -> str:
    """Where all notifications are, for mail."""
    return settings.SITE_URL + reverse("discussions:notifications")
