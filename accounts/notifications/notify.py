from __future__ import annotations

from collections.abc import Iterable

from accounts.models import Notification, User
from accounts.notification_sources import get_kind

NOTIFICATIONS_PER_BATCH = 500


def notify(people: Iterable[int], kind: str, subject_id: int, event: str) -> None:
    """Notify the active users among `people`, given by their keys, of an event, each of them once.

    Call it in the transaction of the event.
    """
    active = User.objects.filter(pk__in=set(people), is_active=True).order_by().values_list("pk", flat=True)
    save_notifications([Notification(user_id=pk, kind=kind, subject_id=subject_id, event=event) for pk in active])


def save_notifications(notifications: list[Notification]) -> None:
    """Save the notifications, without those of an event that the user has already been notified of."""
    for notification in notifications:
        notification.waits = get_kind(notification.kind).is_mailed
    Notification.objects.bulk_create(notifications, batch_size=NOTIFICATIONS_PER_BATCH, ignore_conflicts=True)
