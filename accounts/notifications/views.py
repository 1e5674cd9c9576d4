from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Notification, NotificationSettings, User
from accounts.notification_sources import check_timed_events
from accounts.notifications.text import build_lines
from accounts.notifications.unsubscribe import ExpiredLink, ForgedLink, find_person_of_link
from accounts.views.account import get_person

NOTIFICATIONS_PER_PAGE = 25


@never_cache
@require_safe
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    if settings.DEBUG:
        check_timed_events()  # a developer's machine runs no timer
    mine = Notification.objects.readable_by(get_person(request))
    page = Paginator(mine, NOTIFICATIONS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"found": page, "lines": build_lines(page, get_person(request)), "unread": mine.unread().count()}
    return render(request, "accounts/notifications/notifications.html", context)


@never_cache
@require_safe
@login_required
def notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notification as read and redirect to what it is about."""
    mine = get_object_or_404(Notification.objects.readable_by(get_person(request)), pk=pk)
    Notification.objects.unread().filter(pk=mine.pk).update(read_at=timezone.now())
    lines = build_lines([mine], get_person(request))
    return redirect(lines[0].path if lines else "notifications")


@require_POST
@login_required
def mark_all_read(request: HttpRequest) -> HttpResponse:
    Notification.objects.unread().filter(user=get_person(request)).update(read_at=timezone.now())
    messages.success(request, "You have marked all your notifications as read.")
    return redirect("notifications")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End the e-mail of the user whose link it is, on POST alone: from the page or from a mail program.

    It takes no CSRF token, because mail programs have none: the link itself is the secret (RFC 8058, 3.1).
    """
    try:
        person = User.objects.filter(pk=find_person_of_link(token)).first()
    except ForgedLink as error:
        raise Http404 from error
    except ExpiredLink:
        return render(request, "accounts/notifications/unsubscribe-link-expired.html", status=410)
    if request.method == "POST" and person:
        is_off = "again" not in request.POST
        NotificationSettings.objects.update_or_create(user=person, defaults={"is_off": is_off})
        if "List-Unsubscribe" not in request.POST:
            return redirect("unsubscribe", token)
    is_off = person is None or NotificationSettings.for_user(person).is_off
    return render(request, "accounts/notifications/unsubscribe.html", {"is_off": is_off, "is_gone": person is None})
