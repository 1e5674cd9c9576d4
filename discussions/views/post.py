"""Saying something: beneath an item, in reply, or to everybody on a focus area. All by one form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.session_forms import fills_kept_form, find_fields
from discussions.comments.validation import quote
from discussions.views.responses import token_is_checked_here
from discussions.views.submission import TYPED_FIELDS, form_page, hear, no_place
from discussions.views.targets import Spot, spot_on_focus_area, spot_on_item, spot_under
from gateway.catalogue.text.characters import plain

KEPT_TEXT_MESSAGE = "Here is what you wrote. You have not posted it yet."
MAX_PREFILLED_LENGTH = 300
"""Characters with which an address may begin a question."""
METHODS = ["GET", "HEAD", "POST"]


@never_cache
@fills_kept_form
@token_is_checked_here
@require_http_methods(METHODS)
def say(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A comment or question beneath an item."""
    return saying(request, lambda: spot_on_item(request.user, slug))


@never_cache
@fills_kept_form
@token_is_checked_here
@require_http_methods(METHODS)
def reply(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A reply to a comment, with `quote` in the address beginning with what that says."""
    return saying(request, lambda: spot_under(request.user, pk))


@never_cache
@fills_kept_form
@token_is_checked_here
@require_http_methods(METHODS)
def ask(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A question to everybody on a focus area."""
    return saying(request, lambda: spot_on_focus_area(request.user, slug))


def saying(request: HttpRequest, find: Callable[[], Spot]) -> HttpResponseBase:
    """The form of a place, with what waits for it; or what follows when it is sent.

    Whoever has written something does not lose it because the place has gone meanwhile.
    """
    try:
        spot = find()
    except Http404:
        if request.method != "POST":
            raise
        return no_place(request, request.POST.get("text", ""))
    if request.method == "POST":
        return hear(request, spot)
    kept: Any = find_fields(request) or {}
    waiting: dict[str, Any] = {name: kept[name] for name in TYPED_FIELDS if kept.get(name)}
    notice = KEPT_TEXT_MESSAGE if waiting else ""
    parent = spot.place.parent
    if parent and not waiting and "quote" in request.GET:
        waiting["text"] = quote(parent, spot.parent_author.name)
    elif spot.place.focus_area and not waiting:
        waiting["text"] = plain(request.GET.get("text", ""))[:MAX_PREFILLED_LENGTH]
        waiting["seen"] = waiting["text"] if "seen" in request.GET else ""
    return form_page(request, spot, spot.form(initial=waiting), notice)
