"""Reminders to look again at publications whose review date has come."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F, Q

from accounts.mail.emails import send_message
from resources.models import Publication, Publisher
from resources.publications.emails import editors
from resources.publications.workflow import due


def remind() -> int:
    """Writes to each publisher's owners about what has come due since; gives how many publications that was.

    A publication is marked in the transaction that sends the message, so no date is ever reminded of twice.
    """
    waiting = Publication.objects.filter(due()).filter(Q(reminded_for__isnull=True) | ~Q(reminded_for=F("review_by")))
    rows = waiting.select_related("publisher").order_by("publisher_id", "review_by", "pk")
    return sum(remind_publisher(list(group)) for _, group in groupby(rows, key=lambda each: each.publisher_id))


@transaction.atomic
def remind_publisher(publications: list[Publication]) -> int:
    """Marks a publisher's publications and sends one message about them to each of its owners."""
    taken = [each for each in publications if take_reminder(each)]
    if taken:
        context = {"publications": taken}
        for person in people_of(taken[0].publisher):
            send_message(person.email, "resources/mail/review-due.txt", {**context, "person": person})
    return len(taken)


def take_reminder(publication: Publication) -> bool:
    """Marks a publication as reminded of for its date, unless another run has just done so."""
    date = publication.review_by
    rows = Publication.objects.filter(Q(reminded_for__isnull=True) | ~Q(reminded_for=date), pk=publication.pk)
    return bool(rows.filter(review_by=date).update(reminded_for=date))


def people_of(publisher: Publisher) -> Iterable[Any]:
    """The owners of a publisher; the editors, where it has none."""
    owners = get_user_model().objects.filter(pk__in=publisher.memberships.owners().values("user")).order_by("pk")
    return owners or editors()
