"""Tells people of something: each person of each event once."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Notification, User
from accounts.notification_sources import kind_named

NOTIFICATIONS_PER_BATCH = 500


def notify(people: Iterable[int], kind: str, subject_id: int, event: str) -> None:
    """Tell the active among some people, given by their keys, of one event; whoever has been told of it is not again.

    Call it in the transaction of what happened.
    """
    active = User.objects.filter(pk__in=set(people), is_active=True).order_by().values_list("pk", flat=True)
    save_notifications([Notification(user_id=pk, kind=kind, subject_id=subject_id, event=event) for pk in active])


def save_notifications(notifications: list[Notification]) -> None:
    """Save notifications, but for those of an event that the person has been told of."""
    for notification in notifications:
        notification.waits = kind_named(notification.kind).is_mailed
    Notification.objects.bulk_create(notifications, batch_size=NOTIFICATIONS_PER_BATCH, ignore_conflicts=True)
