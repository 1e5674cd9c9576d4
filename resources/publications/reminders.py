"""Emails that remind publishers to review publications whose review date has come."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q

from accounts.mail.emails import send_message
from accounts.models import User
from resources.models import Publication, Publisher
from resources.publications.workflow import build_due_condition


def send_reminders() -> int:
    """Email each publisher's owners about publications that have come due, and return how many there were.

    A publication is marked in the transaction that queues its email, so no review date is reminded of twice.
    """
    waiting = Publication.objects.filter(build_due_condition()).filter(
        Q(reminded_for__isnull=True) | ~Q(reminded_for=F("review_by"))
    )
    rows = waiting.select_related("publisher").order_by("publisher_id", "review_by", "pk")
    return sum(remind_publisher(list(group)) for _, group in groupby(rows, key=lambda each: each.publisher_id))


@transaction.atomic
def remind_publisher(publications: list[Publication]) -> int:
    """Mark a publisher's publications and send each of its owners one email about them."""
    taken = [each for each in publications if claim_reminder(each)]
    if taken:
        context = {"publications": taken}
        for person in get_reminder_recipients(taken[0].publisher):
            send_message(person.email, "resources/mail/review-due.txt", {**context, "person": person})
    return len(taken)


def claim_reminder(publication: Publication) -> bool:
    """Mark a publication as reminded of. Return False if another run has just done so."""
    date = publication.review_by
    rows = Publication.objects.filter(Q(reminded_for__isnull=True) | ~Q(reminded_for=date), pk=publication.pk)
    return bool(rows.filter(review_by=date).update(reminded_for=date))


def get_reminder_recipients(publisher: Publisher) -> Iterable[Any]:
    """Return the owners of a publisher, or the editors if it has none."""
    owners = get_user_model().objects.filter(pk__in=publisher.memberships.owners().values("user")).order_by("pk")
    return owners or User.objects.editors()
