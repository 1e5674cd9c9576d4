"""What the tests of follows need."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import mail
from django.utils import timezone

from accounts.models import Notification, NotificationSettings, User
from accounts.notifications.digests import send_due_digests
from discussions.follows.followable import get_thing_kind
from discussions.models import Follow
from discussions.notifications.activities import notify_about_all_activities

DIGEST_DELAY = timedelta(days=8)


def make_follow(thing: Any, user: User, how_often: str = "as-usual") -> Follow:
    return Follow.objects.create(user=user, how_often=how_often, **{f"{get_thing_kind(thing).field}_id": thing.pk})


def set_notification_settings(user: User, **choices: Any) -> None:
    NotificationSettings.objects.update_or_create(user=user, defaults=choices)


def run_notifications() -> None:
    """Notify members as the timer does."""
    notify_about_all_activities.call()


def get_notification_kinds(user: User) -> list[str]:
    """Return the kinds of a user's notifications, the oldest first."""
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def send_digests_of_next_week() -> int:
    """Send the digests that are due within the next week, and return how many."""
    return send_due_digests(timezone.now() + DIGEST_DELAY)


def get_recipients() -> list[str]:
    return sorted(message.to[0] for message in mail.outbox)


def parse_utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
