"""Who and what the tests of following need."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import mail
from django.utils import timezone

from accounts.models import Notification, NotificationSettings, User
from accounts.notifications.digests import send_due_digests
from discussions.follows.followable import get_thing_kind
from discussions.models import Follow
from discussions.notifications.happenings import notify_about_all_events

LATER = timedelta(days=8)


def make_follow(thing: Any, user: User, how_often: str = "as-usual") -> Follow:
    """That somebody follows a thing."""
    return Follow.objects.create(user=user, how_often=how_often, **{f"{get_thing_kind(thing).field}_id": thing.pk})


def choose(user: User, **choices: Any) -> None:
    """What somebody wants by e-mail."""
    NotificationSettings.objects.update_or_create(user=user, defaults=choices)


def look() -> None:
    """What the timer does."""
    notify_about_all_events.call()


def told(user: User) -> list[str]:
    """Why somebody was told of something, the first first."""
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def mail_later() -> int:
    """Sends what is due by a week from now."""
    return send_due_digests(timezone.now() + LATER)


def recipients() -> list[str]:
    """Whom messages have gone to."""
    return sorted(message.to[0] for message in mail.outbox)


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
