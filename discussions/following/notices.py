"""The page of notifications, and the end of all e-mail about what one follows."""

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

from accounts.models import User
from accounts.person import person_of
from discussions.following.happenings import look_round
from discussions.following.unsubscribing import LinkIsForged, LinkIsOld, person_of_link
from discussions.following.wording import heading_of, line_of
from discussions.models import Notification, NotificationSettings
from discussions.reader import Reader

PER_PAGE = 25


@never_cache
@require_safe
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """What is new on what the visitor follows, the newest first."""
    if settings.DEBUG:
        look_round.enqueue()  # on a machine of one's own no timer does
    person = person_of(request)
    mine = Notification.objects.readable_by(person)
    page = Paginator(mine.with_words(), PER_PAGE).get_page(request.GET.get("page"))
    reader = Reader(person)
    lines = [(line_of(each, reader), heading_of(each, reader)) for each in page]
    unread = mine.unread().count()
    return render(
        request, "discussions/following/notifications.html", {"found": page, "lines": lines, "unread": unread}
    )


@never_cache
@require_safe
@login_required
def notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to what a notification is about, and takes it as read."""
    mine = get_object_or_404(Notification.objects.readable_by(person_of(request)).with_words(), pk=pk)
    Notification.objects.unread().filter(pk=mine.pk).update(read_at=timezone.now())
    return redirect(line_of(mine, Reader(request.user)).path)


@require_POST
@login_required
def all_read(request: HttpRequest) -> HttpResponse:
    """Takes all that there is as read."""
    Notification.objects.unread().filter(user=person_of(request)).update(read_at=timezone.now())
    messages.success(request, "All are marked as read.")
    return redirect("discussions:notifications")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ends the e-mail of the person whose link it is, by a POST alone: from the page, or from their mail program.

    It takes no CSRF token, because mail programs have none: the link itself is the secret (RFC 8058, 3.1).
    """
    try:
        person = User.objects.filter(pk=person_of_link(token)).first()
    except LinkIsForged as error:
        raise Http404 from error
    except LinkIsOld:
        return render(request, "discussions/following/unsubscribe-old.html", status=410)
    if request.method == "POST" and person:
        is_off = "again" not in request.POST
        NotificationSettings.objects.update_or_create(user=person, defaults={"is_off": is_off})
        if "List-Unsubscribe" not in request.POST:
            return redirect("discussions:unsubscribe", token)
    is_off = person is None or NotificationSettings.of(person).is_off
    return render(request, "discussions/following/unsubscribe.html", {"is_off": is_off, "is_gone": person is None})
