"""What all sources need for the subjects of their notifications: their words, and when they count as read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import wraps
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Notification
from accounts.notification_sources import NotificationText


def build_texts(
    notifications: Iterable[Notification],
    subjects: QuerySet[Any],
    get_text: Callable[[Notification, Any], NotificationText],
) -> dict[int, NotificationText]:
    """Return the words for notifications by their keys, in one query, without those whose subject is gone."""
    rows = list(notifications)
    found = subjects.in_bulk({row.subject_id for row in rows})
    return {row.pk: get_text(row, found[row.subject_id]) for row in rows if row.subject_id in found}


def make_describe(
    subjects: QuerySet[Any], get_text: Callable[[str, Any], NotificationText]
) -> Callable[[Iterable[Notification], Any], dict[int, NotificationText]]:
    """Return the `describe` of a source whose words depend only on a notification's kind and subject."""

    def describe(notifications: Iterable[Notification], user: Any) -> dict[int, NotificationText]:
        return build_texts(notifications, subjects.all(), lambda row, subject: get_text(row.kind, subject))

    return describe


def read_on_pages(
    *names: str,
) -> Callable[[Callable[..., QuerySet[Any]]], Callable[[HttpRequest], Collection[int]]]:
    """Make a `read_on` of a function that returns the rows shown by the pages with these URL names.

    The function gets the request and the arguments in the URL.
    """

    def decorate(get_rows: Callable[..., QuerySet[Any]]) -> Callable[[HttpRequest], Collection[int]]:
        @wraps(get_rows)
        def read_on(request: HttpRequest) -> Collection[int]:
            match = request.resolver_match
            if match is None or match.view_name not in names:
                return ()
            return get_rows(request, **match.kwargs).values_list("pk", flat=True)

        return read_on

    return decorate
