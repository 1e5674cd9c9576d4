"""Pages to edit and delete a comment, and to read its earlier versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.rate_limits.limiter import is_allowed, too_many_requests
from accounts.views.account import get_person
from discussions import rate_limits
from discussions.comments import edits
from discussions.comments.post import PostNotAllowed, TextNotAllowed
from discussions.comments.screening import find_new_pointers, hash_text
from discussions.comments.state import StateNotAllowed
from discussions.discussed_items import DISCUSSION_FRAGMENT
from discussions.forms import EditForm
from discussions.models import TOP_HEADING_LEVEL, UNMARKED_EDIT_PERIOD, Comment, FormerText, State
from discussions.views.lookups import get_comment_or_404, get_readable_comments
from discussions.views.post import render_not_posted_page
from discussions.views.responses import SeeOther
from gateway.catalogue.text.markdown import render as render_markdown
from gateway.catalogue.views.page import Page

CHANGED_MESSAGE = (
    "You changed this in another window. You can see that version below. What you wrote here is still in the form."
)


def get_own_comment(request: HttpRequest, pk: int) -> Comment:
    """Return an existing comment of the visitor. Raise Http404 for any other."""
    own = get_readable_comments(request.user).filter(author=get_person(request), state__in=(State.VISIBLE, State.HELD))
    return get_comment_or_404(own, pk)


def make_page(request: HttpRequest, title: str, comment: Comment) -> Page:
    item, area = comment.item, comment.focus_area
    back = (item.title if item else str(area), comment.get_absolute_url())
    return Page(request, title, "A comment in a discussion on the SEND Gateway.", noindex=True, trail=[back])


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    comment = get_own_comment(request, pk)
    waiting = comment.edit_waiting
    opened = {"text": waiting.text if waiting else comment.text, "version": comment.version}
    form = EditForm(request.POST if request.method == "POST" else None, initial=opened, auto_id="edit_%s")
    if "preview" in request.POST:
        return render_edit_page(
            request, comment, EditForm(initial=request.POST.dict(), auto_id="edit_%s"), is_preview=True
        )
    if not form.is_valid():
        return render_edit_page(request, comment, form)
    if not is_allowed(request, "edit_comment", rate_limits.EDIT_RATE):
        return too_many_requests(request)
    return save_edit(request, comment, form)


def save_edit(request: HttpRequest, comment: Comment, form: EditForm) -> HttpResponseBase:
    """Save the edit, or say why not and show the form with the text."""
    text, version = form.cleaned_data["text"], form.cleaned_data["version"]
    if found := find_new_pointers(text, request.POST.get("looked", "")):
        return render_edit_page(request, comment, form, pointers=found, looked=hash_text(text))
    try:
        changed = edits.edit(comment, get_person(request), text, version)
    except TextNotAllowed as reason:
        form.add_error("text", str(reason))
        return render_edit_page(request, comment, form)
    except PostNotAllowed as reason:
        return render_not_posted_page(request, text, str(reason))
    except edits.ChangedMeanwhile:
        fresh = EditForm(initial={"text": text, "version": comment.version}, auto_id="edit_%s")
        return render_edit_page(request, comment, fresh, notice=CHANGED_MESSAGE)
    messages.success(request, get_saved_message(changed))
    return SeeOther(changed.get_absolute_url())


def get_saved_message(changed: Comment) -> str:
    if changed.edit_waiting:
        return "An editor will check your change first. Until then, everyone sees the earlier version."
    held = changed.state == State.HELD
    return "An editor will check it before others can read it." if held else "We have saved your change."


def render_edit_page(
    request: HttpRequest, comment: Comment, form: EditForm, notice: str = "", *, is_preview: bool = False, **more: Any
) -> HttpResponse:
    """Return the page of the form, with a preview if requested."""
    context: dict[str, Any] = {
        "page": make_page(request, "Edit your post", comment),
        "comment": comment,
        "form": form,
        "words": comment.get_words(request.user),
        "notice": notice,
        "preview": render_markdown(request.POST.get("text", ""), TOP_HEADING_LEVEL, as_typed=True)
        if is_preview
        else "",
        "minutes": int(UNMARKED_EDIT_PERIOD.total_seconds() // 60),
        "is_changed": bool(notice),
        **more,
    }
    return render(request, "discussions/edit-comment.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask, then delete a comment."""
    comment = get_own_comment(request, pk)
    if request.method != "POST":
        page = make_page(request, "Delete your post?", comment)
        context = {"page": page, "comment": comment, "words": comment.get_words(request.user)}
        return render(request, "discussions/delete-comment.html", context)
    try:
        edits.delete(comment, get_person(request))
    except StateNotAllowed as gone:
        raise Http404 from gone
    messages.success(request, "You have deleted your post.")
    item, area = comment.item, comment.focus_area
    return SeeOther(item.get_absolute_url() + DISCUSSION_FRAGMENT if item else area.get_absolute_url() if area else "/")


@never_cache
@login_required
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the earlier texts of a comment to its author and to editors."""
    person = get_person(request)
    comment = get_comment_or_404(get_readable_comments(person), pk)
    if not person.is_editor and comment.author_id != person.pk:
        raise Http404
    former = FormerText.objects.filter(comment=comment)
    context = {"page": make_page(request, "Earlier versions", comment), "comment": comment, "former_texts": former}
    return render(request, "discussions/comment-history.html", context)
