"""Actions by one button: voting, marking an answer, and closing a thread or discussion."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.rate_limits.limiter import is_allowed, too_many_requests
from accounts.views.account import get_person
from discussions import rate_limits
from discussions.comments.answers import mark_as_answer
from discussions.comments.locks import set_discussion, set_locked
from discussions.comments.state import StateNotAllowed
from discussions.comments.votes import save_vote
from discussions.discussed_items import DISCUSSION_FRAGMENT, is_moderator_of
from discussions.models import Comment, State
from discussions.threads.permissions import make_viewer
from discussions.threads.rendering import CommentContext, get_comment_url
from discussions.views.lookups import get_comment_or_404, get_readable_comments
from discussions.views.responses import SeeOther
from gateway.catalogue.models import Item
from gateway.catalogue.views.htmx import vary_on_htmx, wants_part

THREAD_CLOSED_MESSAGE = "This thread is now closed to replies."
THREAD_OPENED_MESSAGE = "This thread is open to replies again."


def get_visible_comment(request: HttpRequest, pk: int) -> Comment:
    """Return a visible comment that the visitor may read. Raise Http404 for any other."""
    return get_comment_or_404(get_readable_comments(request.user).filter(state=State.VISIBLE), pk)


@never_cache
@require_POST
@login_required
def helpful(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Vote that a comment is helpful, or remove the vote with `helpful=no`."""
    comment = get_visible_comment(request, pk)
    viewer = make_viewer(request.user, comment.item, is_moderator=False)
    if viewer.is_author_of(comment) or not viewer.may_read(comment):
        raise Http404
    if not is_allowed(request, "vote", rate_limits.VOTE_RATE):
        return too_many_requests(request)
    finds = request.POST.get("helpful") != "no"
    comment.helpful_count = save_vote(get_person(request), comment, helpful=finds)
    if not wants_part(request):
        return SeeOther(comment.get_absolute_url())
    it = CommentContext(comment.pk, get_comment_url(comment.pk), helpful=comment.helpful_count, voted=finds)
    said = "You find this helpful." if finds else "You no longer find this helpful."
    return vary_on_htmx(render(request, "discussions/helpful-button.html", {"it": it, "said": said}))


@never_cache
@require_POST
@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Mark a reply as the answer to its thread's question, or remove the mark with `answer=no`."""
    reply = get_visible_comment(request, pk)
    question = reply.root
    viewer = make_viewer(request.user, reply.item)
    if question is None or not viewer.may_mark_answers_of(question):
        raise Http404
    is_marked = request.POST.get("answer") != "no"
    try:
        mark_as_answer(question, reply, request.user, is_marked=is_marked)
    except StateNotAllowed:
        messages.warning(request, "You can no longer do this. The question or reply has been removed.")
        return SeeOther(question.get_absolute_url())
    done = "Thank you. You have marked the question as answered." if is_marked else "The question is open again."
    messages.success(request, done)
    return SeeOther(reply.get_absolute_url())


@never_cache
@require_POST
@login_required
def lock_thread(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Close a thread to replies, or reopen it with `locked=no`, for those who moderate the discussion."""
    root = get_comment_or_404(get_readable_comments(request.user).filter(parent=None), pk)
    if not is_moderator_of(request.user, root.item):
        raise Http404
    is_locked = request.POST.get("locked") != "no"
    set_locked(root, is_locked)
    messages.success(request, THREAD_CLOSED_MESSAGE if is_locked else THREAD_OPENED_MESSAGE)
    return SeeOther(root.get_absolute_url())


@never_cache
@require_POST
@login_required
def lock_item(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Close the discussion of an item to new posts, or reopen it with `locked=no`, for the same users."""
    item = get_object_or_404(Item.objects.visible_to(request.user), slug=slug)
    if not is_moderator_of(request.user, item):
        raise Http404
    is_locked = request.POST.get("locked") != "no"
    if set_discussion(item, is_locked=is_locked):
        messages.success(request, "You closed the discussion." if is_locked else "You reopened the discussion.")
    return SeeOther(item.get_absolute_url() + DISCUSSION_FRAGMENT)
