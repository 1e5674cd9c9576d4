"""Blocking and unblocking a member: neither then sees the other's posts."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.blocking import BlockNotAllowed, block, unblock
from accounts.models import Block
from accounts.rate_limits.limiter import is_allowed, too_many_requests
from accounts.views.account import get_person
from discussions import rate_limits
from discussions.models import Comment
from discussions.moderation.member_keys import get_other_member_by_key, make_member_key
from gateway.catalogue.views.page import Page


def make_account_page(request: HttpRequest, title: str) -> Page:
    trail = [("Your account", reverse("account"))]
    return Page(request, title, "Your account on the SEND Gateway.", "account", trail=trail, noindex=True)


@never_cache
@login_required
@require_safe
def blocked(request: HttpRequest) -> HttpResponse:
    blocks = Block.objects.filter(by=get_person(request)).select_related("person")
    page = make_account_page(request, "People you have blocked")
    return render(request, "discussions/moderation/blocked-members.html", {"page": page, "blocks": blocks})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def block_member(request: HttpRequest, key: str) -> HttpResponse:
    person = get_other_member_by_key(key, request.user)
    if request.method != "POST":
        page = make_account_page(request, "Block a member")
        return render(request, "discussions/moderation/block-member.html", {"page": page, "person": person})
    if not is_allowed(request, "block", rate_limits.BLOCK_RATE):
        return too_many_requests(request)
    try:
        block(get_person(request), person)
    except BlockNotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"You have blocked {person.public_name}. You will no longer see each other’s posts.")
    return redirect("discussions:blocked")


@never_cache
@login_required
@require_safe
def block_author(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect from a post to the page where its author can be blocked."""
    others = Comment.objects.readable_by(request.user).exclude(author=get_person(request))
    comment = get_object_or_404(others.select_related("author"), pk=pk, author__isnull=False)
    return redirect("discussions:block", make_member_key(comment.author))


@login_required
@require_POST
def unblock_member(request: HttpRequest, key: str) -> HttpResponse:
    person = get_other_member_by_key(key, request.user)
    if not is_allowed(request, "block", rate_limits.BLOCK_RATE):
        return too_many_requests(request)
    unblock(get_person(request), person)
    messages.success(request, f"{person.public_name} is no longer blocked.")
    return redirect("discussions:blocked")
