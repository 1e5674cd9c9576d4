"""Pages to read comments: the place of a comment, the threads of an item, and one thread."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.addresses.query_strings import read_whole_number
from accounts.notifications.read_status import record_shown_rows
from discussions.comments.post_target import PostTarget
from discussions.discussed_items import DISCUSSION_FRAGMENT, get_discussed_items, is_discussed
from discussions.forms import make_form
from discussions.models import Comment
from discussions.threads.cards import is_sample, make_excerpt
from discussions.threads.permissions import make_viewer
from discussions.threads.queries import MAX_PAGE_NUMBER_DIGITS, ThreadPage, annotate_root, get_page_url, read_thread
from discussions.threads.structured_data import build_thread_data
from discussions.threads.titles import get_text_on_one_line
from discussions.views.item_section import build_section_context
from discussions.views.lookups import (
    get_comment_or_404,
    get_detail,
    get_readable_comments,
    get_readable_threads,
    select_details,
)
from discussions.views.post import build_target_context
from gateway.catalogue.page_cache import shared_if_unchanged
from gateway.catalogue.views.htmx import vary_on_htmx, wants_part
from gateway.catalogue.views.page import Page


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Redirect from a comment's stable address to its place on a page."""
    comment = get_comment_or_404(get_readable_comments(request.user), pk)
    is_on_item = comment.item is not None and is_discussed(comment.item)
    return redirect(get_page_url(comment, request.user, is_on_item=is_on_item))


@shared_if_unchanged
@require_safe
def threads(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Return the threads of an item in the chosen order and page, to be put in place."""
    item = get_detail(get_object_or_404(select_details(get_discussed_items()), slug=slug))
    context = build_section_context(request, item)
    if not wants_part(request):
        return vary_on_htmx(redirect(context["section"].get_page_url(context["section"].page_number)))
    response = vary_on_htmx(render(request, "discussions/thread-list.html", {**context, "in_place": True}))
    response["HX-Push-Url"] = context["section"].get_page_url(context["section"].page_number)
    return response


@shared_if_unchanged
@require_safe
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    root = get_comment_or_404(annotate_root(get_readable_threads(request.user), request.user), pk)
    viewer = make_viewer(request.user, root.item)
    number = read_whole_number(request.GET.get("page", ""), MAX_PAGE_NUMBER_DIGITS) or 1
    found = read_thread(viewer, root, number)
    row = found.thread.root
    if not row.is_readable and not row.replies:
        raise Http404
    record_shown_rows(request, "comments", found.thread.shown_keys)
    title = viewer.get_title(root)
    target = PostTarget(viewer, root.focus_area, root, row.author, element_name="answer")
    context = {
        **build_target_context(target),
        "page": make_page(request, root, title, found),
        "thread": found.thread,
        "root": root,
        "pages": found,
        "title": title,
        "is_all_said": title == get_text_on_one_line(row.words),
        "is_sample": is_sample(root),
        "form": make_form(target) if found.thread.is_open else None,
    }
    return render(request, "discussions/thread.html", context)


def make_page(request: HttpRequest, root: Comment, title: str, found: ThreadPage) -> Page:
    """Return the head of a thread's page, which search engines index only for real questions."""
    item = root.item
    about = (item.title, item.get_absolute_url() + DISCUSSION_FRAGMENT) if item else None
    area = root.focus_area and (root.focus_area.name, root.focus_area.get_absolute_url())
    is_invented = is_sample(root) or (item is not None and not item.is_public)
    row = found.thread.root
    readable = row.is_readable
    return Page(
        request,
        title,
        make_excerpt(row.words) if readable else title,
        "discussions",
        crumbs_end=get_kind_label(root),
        trail=[about or area or ("Home", "/")],
        number=found.page_number,
        noindex=not (root.is_question and readable) or found.page_number > 1 or is_invented,
        things=[build_thread_data(found.thread, title)] if readable and found.page_number == 1 else [],
    )


def get_kind_label(root: Comment) -> str:
    return "Question" if root.is_question else "Comment"
