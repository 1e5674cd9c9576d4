"""Saying something: beneath an item, in reply, or to everybody on a focus area. All by one form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import session_forms
from accounts.rate_limits.limiter import is_allowed, too_many_requests
from accounts.session_forms import fills_kept_form, find_fields
from accounts.views.account import get_person
from discussions import rate_limits
from discussions.comments.post import NotOpen, Refused, post
from discussions.comments.screening import mark_of, still_to_look_at
from discussions.comments.validation import quote
from discussions.forms import ReplyForm
from discussions.models import TOP_HEADING_LEVEL, Comment, State
from discussions.moderation import spam
from discussions.threads.authors import authors
from discussions.threads.rendering import article, show
from discussions.threads.tree import Thread, view_comment
from discussions.views.item_section import surroundings
from discussions.views.lookups import Spot, spot_on_focus_area, spot_on_item, spot_under
from discussions.views.responses import SeeOther, token_is_checked_here
from gateway.catalogue.text.characters import plain
from gateway.catalogue.text.markdown import render as render_markdown
from gateway.catalogue.views.htmx import varied, wants_part
from gateway.catalogue.views.page import Page

KEPT_TEXT_MESSAGE = "Here is what you wrote. You have not posted it yet."
MAX_PREFILLED_LENGTH = 300
"""Characters with which an address may begin a question."""
METHODS = ["GET", "HEAD", "POST"]
TYPED_FIELDS = ("text", "kind", "seen")
OLD_FORM_MESSAGE = "You opened this form before you last logged in. We have kept what you wrote. Post it again."
CANNOT_POST_MESSAGE = "You cannot post here now. The discussion may have been closed or removed since you opened it."
HELD_MESSAGE = (
    "Thank you. An editor will check your post. Until then, only you can see it. We will tell you the decision."
)
POSTED_MESSAGE = "Thank you. We have published your post."
TOO_MANY_POSTS_MESSAGE = (
    "You have posted a lot in a short time. We have kept what you wrote. You can post again in {wait}."
)


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


def hear(request: HttpRequest, spot: Spot) -> HttpResponseBase:
    """Answers a form that was sent."""
    form = spot.form(request.POST)
    if "preview" in request.POST:
        return looked_at(request, spot, form)
    if not form.is_valid():
        return form_page(request, spot, form)
    return heard(request, spot, form) if request.user.is_authenticated else led_to_log_in(request, spot)


def heard(request: HttpRequest, spot: Spot, form: ReplyForm) -> HttpResponseBase:
    """Answers the sound form of a member."""
    if not request.has_token:  # type: ignore[attr-defined]
        return form_page(request, spot, spot.form(initial=written(request)), OLD_FORM_MESSAGE)
    if wait := rate_limits.wait_to_post(request.user):
        return too_soon(request, spot, form, wait)
    if not is_allowed(request, "post_comment", rate_limits.POST_RATE_PER_ADDRESS):
        return too_soon(request, spot, form)
    return take(request, spot, form)


def written(request: HttpRequest) -> dict[str, str]:
    """What was sent, to begin a new form with."""
    return {name: request.POST[name] for name in TYPED_FIELDS if request.POST.get(name)}


def looked_at(request: HttpRequest, spot: Spot, form: ReplyForm) -> HttpResponse:
    """How it would look; whether or not it could be posted."""
    if not is_allowed(request, "preview_comment", rate_limits.PREVIEW_RATE):
        return too_soon(request, spot, form)
    shown = render_markdown(request.POST.get("text", ""), TOP_HEADING_LEVEL, as_typed=True)
    if wants_part(request):
        return varied(render(request, "discussions/preview.html", {"preview": shown}))
    return form_page(request, spot, spot.form(initial=written(request)), preview=shown)


def led_to_log_in(request: HttpRequest, spot: Spot) -> HttpResponseBase:
    """Keeps the words and asks to log in, or to join, which leads back to them."""
    if not session_forms.is_from_here(request):
        return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
    if not is_allowed(request, "keep_half_written", rate_limits.KEPT_TEXT_RATE):
        return too_many_requests(request)
    session_forms.keep_form(request)
    messages.info(request, "Log in or sign up to post what you wrote. We have kept it for you.")
    return redirect_to_login(spot.address)


def too_soon(request: HttpRequest, spot: Spot, form: ReplyForm, seconds: int = 0) -> HttpResponse:
    """The form with the words and when to send them again."""
    seconds = seconds or int(too_many_requests(request)["Retry-After"])
    minutes = -(-seconds // 60)
    form.add_error(None, TOO_MANY_POSTS_MESSAGE.format(wait="a minute" if minutes == 1 else f"{minutes} minutes"))
    response = form_page(request, spot, form)
    response["Retry-After"] = str(seconds)
    if not wants_part(request):
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    return response


def take(request: HttpRequest, spot: Spot, form: ReplyForm) -> HttpResponseBase:
    """Posts it and leads to it, or shows it in its place."""
    text, key = form.cleaned_data["text"], form.cleaned_data["form_key"] or uuid.uuid4()
    if found := still_to_look_at(text, request.POST.get("looked", "")):
        return form_page(request, spot, form, pointers=found, looked=mark_of(text))
    suspicions = spam.suspicions(request.POST)
    try:
        comment = post(
            get_person(request), spot.place, text, key, is_question=form.is_question, suspicions=suspicions
        )  # fmt: skip
    except Refused as reason:
        form.add_error("text", str(reason))
        return form_page(request, spot, form)
    except NotOpen as reason:
        return no_place(request, text, str(reason), spot)
    session_forms.forget_form(request)
    if wants_part(request):
        return arrived(request, spot, comment)
    messages.success(request, HELD_MESSAGE if comment.state == State.HELD else POSTED_MESSAGE)
    return SeeOther(comment.get_absolute_url())


def arrived(request: HttpRequest, spot: Spot, comment: Comment) -> HttpResponse:
    """A comment that has just been posted, for its place on the page, and an empty form."""
    people = authors([get_person(request).pk], spot.place.item)
    row = view_comment(comment, spot.viewer, people)
    if comment.parent:
        row.depth = 2
        row.answers(comment.parent, spot.parent_author, is_here=True)
    thread = Thread(row, 0, is_open=comment.is_public)
    context = {
        **surroundings(spot.viewer), "spot": spot, "form": spot.form(), "in_place": True,
        "html": article(replace(show(row, thread, spot.viewer), has_arrived=True)),
        "said": HELD_MESSAGE if comment.state == State.HELD else POSTED_MESSAGE, "is_reply": comment.parent is not None,
    }  # fmt: skip
    return varied(render(request, "discussions/arrived.html", context))


def form_page(
    request: HttpRequest, spot: Spot, form: ReplyForm, notice: str = "", preview: str = "", **more: Any
) -> HttpResponse:
    """The form on a page of its own, or alone, to be put in place."""
    parent = spot.place.parent
    context = {
        **surroundings(spot.viewer), "spot": spot, "form": form, "notice": notice, "preview": preview,
        "parent": parent, "parent_author": spot.parent_author, "in_place": wants_part(request), **more,
    }  # fmt: skip
    if wants_part(request):
        response = varied(render(request, "discussions/form.html", context))
        response["HX-Retarget"], response["HX-Reswap"] = f"#{spot.name}", "innerHTML"
        return response
    description = "Post in a discussion on the SEND Gateway."
    page = Page(
        request, spot.title, description, head=f"{spot.title}: {spot.back_label}",
        trail=[(spot.back_label, spot.back_url)], noindex=True,
    )  # fmt: skip
    return varied(render(request, "discussions/say.html", {**context, "page": page}))


def no_place(
    request: HttpRequest, text: str, reason: str = CANNOT_POST_MESSAGE, spot: Spot | None = None
) -> HttpResponse:
    """Says that nothing can be said here any more, and gives the words back."""
    page = Page(request, "We could not post what you wrote", reason, noindex=True)
    status = HTTPStatus.CONFLICT if spot else HTTPStatus.NOT_FOUND
    context = {"page": page, "reason": reason, "text": text, "spot": spot, "in_place": wants_part(request)}
    if not wants_part(request):
        return varied(render(request, "discussions/not-posted.html", context, status=status))
    response = varied(render(request, "discussions/not-posted.html#words", context))
    response["HX-Retarget"] = f"#{spot.name}" if spot else "#said"
    response["HX-Reswap"] = "innerHTML"
    return response
