"""Read notifications: a page marks the notifications of what it shows as read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import Notification
from accounts.notification_sources import SOURCES

MAX_UNREAD_COUNTED = 99


class ReadNotificationsMiddleware:
    """Middleware that marks the notifications of what a member's page shows as read, and counts the others.

    `request.unread_notifications` is the count as the header shows it. It is computed only where it is used: a member
    with nothing unread costs one query, others two, and a page that shows a subject of theirs a few more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer the request; what only the template notes as shown is marked after the count is rendered."""
        request.shown_subjects = {}
        request.unread_notifications = SimpleLazyObject(lambda: format_count(count_after_reading(request)))
        response = self.get_response(request)
        is_shown = response.status_code == HTTPStatus.OK and bool(request.shown_subjects)
        if is_shown and is_page_read(request) and request.unread_notifications:
            mark_read(request)
        return response


def record_shown_rows(request: Any, source: str, keys: Iterable[int]) -> None:
    """Note that the page shows the rows with these keys of a source of notifications."""
    request.shown_subjects.setdefault(source, set()).update(keys)


def format_count(number: int) -> str:
    """Return a number as the header shows it, or an empty string for zero."""
    return f"{MAX_UNREAD_COUNTED}+" if number > MAX_UNREAD_COUNTED else str(number or "")


def count_after_reading(request: HttpRequest) -> int:
    """Return how many notifications the visitor has not read, without those of what this page shows.

    Counting stops at one more than `MAX_UNREAD_COUNTED`.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return 0
    unread = count_unread(user)
    if unread and is_page_read(request) and mark_read(request):
        return count_unread(user)
    return unread


def count_unread(user: Any) -> int:
    """Return how many notifications a user has not read, at most one more than `MAX_UNREAD_COUNTED`.

    Most users have none, and building the query of all sources takes longer than answering it, so the kinds that there
    are are queried first.
    """
    unread = Notification.objects.filter(user=user).unread().order_by()
    kinds = set(unread.values_list("kind", flat=True).distinct())
    if not kinds:
        return 0
    return Notification.objects.readable_by(user, kinds).unread().order_by()[: MAX_UNREAD_COUNTED + 1].count()


def is_page_read(request: HttpRequest) -> bool:
    """Return True if a user reads the page: browsers also prefetch pages that may never be opened (Sec-Purpose)."""
    return request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")


def mark_read(request: HttpRequest) -> int:
    """Mark the visitor's notifications of what this page shows as read, and return how many those were."""
    marked = 0
    for source in SOURCES:
        if keys := {*source.read_on(request), *request.shown_subjects.get(source.name, ())}:  # type: ignore[attr-defined]
            shown = Notification.objects.filter(kind__in=source.kind_names, subject_id__in=keys)
            marked += shown.filter(user=request.user.pk).unread().update(read_at=timezone.now())
    return marked
