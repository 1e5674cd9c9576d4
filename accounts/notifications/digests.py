"""Digests: whatever is due for a user goes in one message, and each notification is mailed once.

Choosing what is due, marking it and putting the message into the outbox is one transaction with the rows locked: a
worker that dies half-way has done nothing, and two workers never take the same rows.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.addresses.site_address import build_absolute_url
from accounts.mail.emails import send_rich_message
from accounts.models import EmailFrequency, Notification
from accounts.notifications.schedule import get_last_monday_morning, get_last_morning
from accounts.notifications.text import build_groups, format_subject, get_list_url
from accounts.notifications.unsubscribe import build_unsubscribe_headers, build_unsubscribe_url
from accounts.notifications.user_batches import batch_people

MAX_NOTIFICATIONS_PER_DIGEST = 2_000
"""A message covers at most this many notifications; of those that it does not show, it gives the number."""
MAX_NOTIFICATIONS_SHOWN = 40
logger = logging.getLogger(__name__)


def send_due_digests(now: datetime | None = None) -> int:
    """Send every user what is due and return how many messages that was.

    It may run as often as you like, and several times at once.
    """
    now = now or timezone.now()
    drop_unwanted_notifications()
    return sum(
        try_to_send_digest(person, now) for people in batch_people(find_due_notifications(now)) for person in people
    )


def drop_unwanted_notifications() -> None:
    """Mark notifications as not waiting if their users want no e-mail about them."""
    unwanted = Notification.objects.waiting().filter(frequency=EmailFrequency.NEVER)
    if unwanted.exists():  # on SQLite, even an update that changes nothing holds up every writer
        Notification.objects.filter(pk__in=unwanted.order_by().values("pk")).update(waits=False)


def find_due_notifications(now: datetime) -> Any:
    daily = Q(frequency=EmailFrequency.DAILY, at__lt=get_last_morning(now))
    weekly = Q(frequency=EmailFrequency.WEEKLY, at__lt=get_last_monday_morning(now))
    return Notification.objects.waiting().filter(Q(frequency=EmailFrequency.AT_ONCE) | daily | weekly)


def try_to_send_digest(person: int, now: datetime) -> bool:
    """Send a user what is due and return True if anything was; log a failure, so that others get theirs."""
    try:
        return send_digest(person, now)
    except Exception:
        logger.exception("What is due for person %s could not be sent; the next round tries again.", person)
        return False


@transaction.atomic
def send_digest(person: int, now: datetime) -> bool:
    """Send a user what is due, unless another worker is doing so or nothing is left to show."""
    held = find_due_notifications(now).filter(user=person).select_for_update(of=("self",), skip_locked=True)
    pks = [notification.pk for notification in held.only("pk")[:MAX_NOTIFICATIONS_PER_DIGEST]]
    user = get_user_model().objects.get(pk=person)
    due = Notification.objects.filter(pk__in=pks).readable_by(user)
    shown = list(due.values_list("pk", flat=True))
    Notification.objects.filter(pk__in=pks).update(waits=False)
    Notification.objects.filter(pk__in=shown).update(mailed_at=now)
    if shown:
        send_digest_message(user, list(due[:MAX_NOTIFICATIONS_SHOWN]), len(shown))
    return bool(shown)


def send_digest_message(user: Any, notifications: list[Notification], number: int) -> None:
    """Put a message that shows some of `number` notifications into the outbox."""
    groups = build_groups(notifications, user)
    context = {
        "groups": groups,
        "subject": format_subject(groups, number),
        "more": number - len(notifications),
        "list_url": get_list_url(),
        "choices_url": build_absolute_url(reverse("discussions:following")),
        "unsubscribe_url": build_unsubscribe_url(user.pk),
    }
    send_rich_message(user.email, "accounts/notifications/mail/digest", context, build_unsubscribe_headers(user.pk))
