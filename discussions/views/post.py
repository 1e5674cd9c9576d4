"""Posting a comment, question or reply: from the request to the response, in order.

Every post is sent by the form of a target. `STEPS` are tried one after another; if none returns a response, the post is
saved by `discussions.comments.post.post`, which checks, screens and saves it and records the event in one transaction.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import form_recovery_store
from accounts.rate_limits.limiter import is_allowed, too_many_requests
from discussions import rate_limits
from discussions.comments.post import PostNotAllowed, TextNotAllowed, post
from discussions.comments.post_target import PostTarget
from discussions.comments.screening import find_new_pointers, hash_text
from discussions.comments.validation import quote_comment
from discussions.discussed_items import get_discussed_items
from discussions.forms import ReplyForm, make_form
from discussions.models import TOP_HEADING_LEVEL, Comment, State
from discussions.moderation import spam
from discussions.threads.authors import get_authors
from discussions.threads.permissions import make_viewer
from discussions.threads.rendering import build_comment_context, get_comment_html
from discussions.threads.tree import Thread, make_rendered_comment
from discussions.views.lookups import get_comment_or_404, get_detail, get_readable_comments, select_details
from discussions.views.responses import SeeOther
from gateway.catalogue.models import FocusArea
from gateway.catalogue.text.characters import strip_invisible
from gateway.catalogue.text.markdown import render as render_markdown
from gateway.catalogue.views.htmx import vary_on_htmx, wants_part
from gateway.catalogue.views.page import Page

METHODS = ["GET", "HEAD", "POST"]
TYPED_FIELDS = ("text", "kind", "seen")
MAX_PREFILLED_LENGTH = 300
"""Characters of a question that the address can fill in."""
KEPT_TEXT_MESSAGE = "Here is what you wrote. You have not posted it yet."
OLD_FORM_MESSAGE = "You opened this form before you last logged in. We have kept what you wrote. Post it again."
CANNOT_POST_MESSAGE = "You cannot post here now. The discussion may have been closed or removed since you opened it."
HELD_MESSAGE = (
    "Thank you. An editor will check your post. Until then, only you can see it. We will tell you the decision."
)
POSTED_MESSAGE = "Thank you. We have published your post."
TOO_MANY_POSTS_MESSAGE = (
    "You have posted a lot in a short time. We have kept what you wrote. You can post again in {wait}."
)


type View = Callable[..., HttpResponseBase]


# URLs


def check_token_in_view(view: View) -> View:
    """Let visitors send a form before they log in, from a page without a CSRF token.

    Set `request.has_token`. The view must not change anything for a user if it is false.
    """

    @csrf_exempt
    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refused = CsrfViewMiddleware(lambda _: HttpResponse()).process_view(request, view, (), {})
        request.has_token = refused is None  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return wrapper


@never_cache
@form_recovery_store.fills_kept_form
@check_token_in_view
@require_http_methods(METHODS)
def post_on_item(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Post a comment or question on an item."""
    return show_or_process(request, lambda: get_item_target(request.user, slug))


@never_cache
@form_recovery_store.fills_kept_form
@check_token_in_view
@require_http_methods(METHODS)
def reply(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Post a reply, which begins with a quotation if the address has `quote`."""
    return show_or_process(request, lambda: get_reply_target(request.user, pk))


@never_cache
@form_recovery_store.fills_kept_form
@check_token_in_view
@require_http_methods(METHODS)
def ask(request: HttpRequest, slug: str) -> HttpResponseBase:
    return show_or_process(request, lambda: get_focus_area_target(request.user, slug))


def show_or_process(request: HttpRequest, find_target: Callable[[], PostTarget]) -> HttpResponseBase:
    """Show the form of a target, or process it. A text sent to a target that no longer exists is given back."""
    try:
        target = find_target()
    except Http404:
        if request.method != "POST":
            raise
        return render_not_posted_page(request, request.POST.get("text", ""))
    return process_post(request, target) if request.method == "POST" else show_form(request, target)


# Targets, which are 404 for users who may not read them


def get_item_target(user: Any, slug: str) -> PostTarget:
    """Return the target for an item that can be discussed. Raise Http404 for any other."""
    item = get_detail(get_object_or_404(select_details(get_discussed_items()), slug=slug))
    return PostTarget(make_viewer(user, item, is_moderator=False))


def get_focus_area_target(user: Any, slug: str) -> PostTarget:
    """Return the target for a question to the community on a focus area."""
    area = get_object_or_404(FocusArea.objects.current(), slug=slug)
    return PostTarget(make_viewer(user, None), area)


def get_reply_target(user: Any, pk: int) -> PostTarget:
    """Return the target for a reply to a comment.

    Raise Http404 unless the user may read it and no block hides it.
    """
    parent = get_comment_or_404(get_readable_comments(user), pk)
    viewer = make_viewer(user, parent.item, is_moderator=False)
    if parent.author_id in viewer.hidden:
        raise Http404
    return PostTarget(viewer, parent.focus_area, parent)


# The form


def show_form(request: HttpRequest, target: PostTarget) -> HttpResponse:
    """Show the form with what was kept before a login, or with the text from the address."""
    kept: Any = form_recovery_store.find_fields(request) or {}
    initial: dict[str, Any] = {name: kept[name] for name in TYPED_FIELDS if kept.get(name)}
    notice = KEPT_TEXT_MESSAGE if initial else ""
    if target.parent and not initial and "quote" in request.GET:
        initial["text"] = quote_comment(target.parent, target.parent_author.name)
    elif target.focus_area and not initial:
        initial["text"] = strip_invisible(request.GET.get("text", ""))[:MAX_PREFILLED_LENGTH]
        initial["seen"] = initial["text"] if "seen" in request.GET else ""
    return render_form_page(request, target, make_form(target, initial=initial), notice)


def process_post(request: HttpRequest, target: PostTarget) -> HttpResponseBase:
    """Return the response of the first step that has one, or else save the post."""
    form = make_form(target, request.POST)
    for step in STEPS:
        response = step(request, target, form)
        if response is not None:
            return response
    return save_post(request, target, form)


def show_preview(request: HttpRequest, target: PostTarget, form: ReplyForm) -> HttpResponse | None:
    """Show a preview, whether or not the text could be posted."""
    if "preview" not in request.POST:
        return None
    if not is_allowed(request, "preview_comment", rate_limits.PREVIEW_RATE):
        return render_too_soon_page(request, target, form)
    shown = render_markdown(request.POST.get("text", ""), TOP_HEADING_LEVEL, as_typed=True)
    if wants_part(request):
        return vary_on_htmx(render(request, "discussions/post-preview.html", {"preview": shown}))
    return render_form_page(request, target, make_fresh_form(request, target), preview=shown)


def show_errors(request: HttpRequest, target: PostTarget, form: ReplyForm) -> HttpResponse | None:
    return None if form.is_valid() else render_form_page(request, target, form)


def keep_text_until_login(request: HttpRequest, target: PostTarget, form: ReplyForm) -> HttpResponseBase | None:
    """Keep the text of a visitor, and redirect to the login, which leads back to it."""
    if request.user.is_authenticated:
        return None
    if not form_recovery_store.is_from_this_site(request):
        return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
    if not is_allowed(request, "keep_half_written", rate_limits.KEPT_TEXT_RATE):
        return too_many_requests(request)
    form_recovery_store.keep_form(request)
    messages.info(request, "Log in or sign up to post what you wrote. We have kept it for you.")
    return redirect_to_login(target.address)


def refuse_old_form(request: HttpRequest, target: PostTarget, form: ReplyForm) -> HttpResponse | None:
    """Show a member a new form if the one sent was opened before they logged in and has no token of theirs."""
    if request.has_token:  # type: ignore[attr-defined]
        return None
    return render_form_page(request, target, make_fresh_form(request, target), OLD_FORM_MESSAGE)


def limit_rate(request: HttpRequest, target: PostTarget, form: ReplyForm) -> HttpResponse | None:
    """Ask a member to wait if they, or everyone at their address, have posted too much."""
    if wait := rate_limits.get_seconds_until_post(request.user):
        return render_too_soon_page(request, target, form, wait)
    if not is_allowed(request, "post_comment", rate_limits.POST_RATE_PER_ADDRESS):
        return render_too_soon_page(request, target, form)
    return None


def show_pointers(request: HttpRequest, target: PostTarget, form: ReplyForm) -> HttpResponse | None:
    """Show once what might identify a pupil or family."""
    text = form.cleaned_data["text"]
    found = find_new_pointers(text, request.POST.get("looked", ""))
    return render_form_page(request, target, form, pointers=found, looked=hash_text(text)) if found else None


type Step = Callable[[HttpRequest, PostTarget, ReplyForm], HttpResponseBase | None]

STEPS: tuple[Step, ...] = (
    show_preview,
    show_errors,
    keep_text_until_login,
    refuse_old_form,
    limit_rate,
    show_pointers,
)
"""Each is tried in this order, before the post is saved."""


def save_post(request: HttpRequest, target: PostTarget, form: ReplyForm) -> HttpResponseBase:
    """Save the post and redirect to it, or show it in place. If it is not accepted, show why."""
    text, key = form.cleaned_data["text"], form.cleaned_data["form_key"] or uuid.uuid4()
    suspicions = spam.find_suspicions(request.POST)
    try:
        comment = post(target, text, key, is_question=form.is_question, suspicions=suspicions)
    except TextNotAllowed as reason:
        form.add_error("text", str(reason))
        return render_form_page(request, target, form)
    except PostNotAllowed as reason:
        return render_not_posted_page(request, text, str(reason), target)
    form_recovery_store.forget_form(request)
    said = HELD_MESSAGE if comment.state == State.HELD else POSTED_MESSAGE
    if wants_part(request):
        return render_new_comment(request, target, comment, said)
    messages.success(request, said)
    return SeeOther(comment.get_absolute_url())


# Responses


def render_new_comment(request: HttpRequest, target: PostTarget, comment: Comment, said: str) -> HttpResponse:
    """Return a new comment for its place on the page, and an empty form."""
    shown = make_rendered_comment(comment, target.viewer, get_authors([target.author.pk], target.item))
    if comment.parent:
        shown.depth = 2
        shown.set_answered(comment.parent, target.parent_author, is_here=True)
    thread = Thread(shown, 0, is_open=comment.is_public)
    context = {
        **build_target_context(target),
        "form": make_form(target),
        "in_place": True,
        "said": said,
        "html": get_comment_html(replace(build_comment_context(shown, thread, target.viewer), has_arrived=True)),
        "is_reply": comment.parent is not None,
    }
    return vary_on_htmx(render(request, "discussions/new-post.html", context))


def build_target_context(target: PostTarget) -> dict[str, Any]:
    """Return the context that every template with the form of a target needs."""
    return {"target": target, "viewer": target.viewer, "item": target.item}


def make_fresh_form(request: HttpRequest, target: PostTarget) -> ReplyForm:
    """Return a new form that begins with what was sent."""
    return make_form(target, initial={name: request.POST[name] for name in TYPED_FIELDS if request.POST.get(name)})


def render_form_page(
    request: HttpRequest, target: PostTarget, form: ReplyForm, notice: str = "", preview: str = "", **more: Any
) -> HttpResponse:
    """Return the form on a page of its own, or alone to be put in place."""
    context = {
        **build_target_context(target),
        "form": form,
        "notice": notice,
        "preview": preview,
        "in_place": wants_part(request),
        **more,
    }
    if wants_part(request):
        response = vary_on_htmx(render(request, "discussions/post-form.html", context))
        response["HX-Retarget"], response["HX-Reswap"] = f"#{target.name}", "innerHTML"
        return response
    description = "Post in a discussion on the SEND Gateway."
    head, trail = f"{target.title}: {target.back_label}", [(target.back_label, target.back_url)]
    page = Page(request, target.title, description, head=head, trail=trail, noindex=True)
    return vary_on_htmx(render(request, "discussions/write-post.html", {**context, "page": page}))


def render_too_soon_page(request: HttpRequest, target: PostTarget, form: ReplyForm, seconds: int = 0) -> HttpResponse:
    """Return the form with the text, and say when it can be sent again."""
    seconds = seconds or int(too_many_requests(request)["Retry-After"])
    minutes = -(-seconds // 60)
    form.add_error(None, TOO_MANY_POSTS_MESSAGE.format(wait="a minute" if minutes == 1 else f"{minutes} minutes"))
    response = render_form_page(request, target, form)
    response["Retry-After"] = str(seconds)
    if not wants_part(request):
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
    return response


def render_not_posted_page(
    request: HttpRequest, text: str, reason: str = CANNOT_POST_MESSAGE, target: PostTarget | None = None
) -> HttpResponse:
    """Say why nothing can be posted here any more, and give the text back to be copied."""
    page = Page(request, "We could not post what you wrote", reason, noindex=True)
    status = HTTPStatus.CONFLICT if target else HTTPStatus.NOT_FOUND
    context = {"page": page, "reason": reason, "text": text, "target": target, "in_place": wants_part(request)}
    if not wants_part(request):
        return vary_on_htmx(render(request, "discussions/not-posted.html", context, status=status))
    response = vary_on_htmx(render(request, "discussions/not-posted.html#words", context))
    response["HX-Retarget"] = f"#{target.name}" if target else "#said"
    response["HX-Reswap"] = "innerHTML"
    return response
