from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rate_limits.limiter import is_allowed, too_many_requests
from resources.custom_admin_pages import render_admin_page
from resources.followed_feeds.fetch import visit_feed
from resources.followed_feeds.forms import FeedForm
from resources.models import FollowedFeed, Publisher

ENTRIES_PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: HttpRequest) -> HttpResponseBase:
    """List the feeds of the publishers that the user manages, and follow another."""
    if request.method == "POST" and not is_allowed(request, "follow_feed", "20/h/user"):
        return too_many_requests(request)
    form = FeedForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with transaction.atomic():
            feed = form.save()
            transaction.on_commit(lambda: visit_feed.enqueue(feed.pk))
        messages.success(request, "You are now following this feed. New entries will arrive as drafts.")
        return redirect(feed)
    context = {
        "form": form,
        "feeds": FollowedFeed.objects.managed_by(request.user).select_related("publisher"),
        "may_follow": Publisher.objects.managed_by(request.user).exists(),
    }
    return render_admin_page(
        request, "resources/followed-feeds/feeds.html", "Feeds we follow", context, 400 if form.errors else 200
    )


@require_safe
def feed(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the last visit of a feed, its entries and what could not be used."""
    feed = get_object_or_404(FollowedFeed.objects.managed_by(request.user).select_related("publisher"), pk=pk)
    entries = Paginator(feed.entries.select_related("publication"), ENTRIES_PER_PAGE).get_page(request.GET.get("page"))
    context = {"feed": feed, "page": entries}
    return render_admin_page(request, "resources/followed-feeds/feed.html", "A feed that we follow", context)


@require_POST
def look_now(request: HttpRequest, pk: int) -> HttpResponseBase:
    feed = get_object_or_404(FollowedFeed.objects.managed_by(request.user), pk=pk)
    if not is_allowed(request, "visit_feed", "6/h/key", key=str(feed.pk)):
        return too_many_requests(request)
    with transaction.atomic():
        FollowedFeed.objects.filter(pk=pk).update(next_visit_at=timezone.now(), is_gone=False)
        transaction.on_commit(lambda: visit_feed.enqueue(pk))
    return redirect(feed)


@require_POST
def unfollow(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Stop following a feed. The drafts made from it stay."""
    feed = get_object_or_404(FollowedFeed.objects.managed_by(request.user), pk=pk)
    feed.delete()
    messages.success(request, "You have stopped following this feed. The drafts that it brought in are still there.")
    return redirect("resources:feeds")
