"""The pages beside the form: queue, step, new version, comparison, copy, text preview and history."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from gateway.catalogue.files import NotStored
from gateway.catalogue.models import Item, Status, StepNotAllowed
from gateway.catalogue.text.markdown import render as render_markdown
from resources.admin.permissions import is_editor
from resources.models import Publication
from resources.publications.copies import copy_publication
from resources.publications.edits.history import build_timeline
from resources.publications.revisions import compare_with_original, list_contested_labels
from resources.publications.revisions import open_revision as begin
from resources.publications.workflow import find_missing_fields, get_moves, get_review_queue

ROWS_PER_PAGE = 50
MAX_REASON_LENGTH = 2_000


def render_page(admin: Any, request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    base = {**admin.admin_site.each_context(request), "opts": admin.opts, "title": title}
    return TemplateResponse(request, f"resources/manage/{name}.html", {**base, **context})


def queue(admin: Any, request: HttpRequest) -> HttpResponse:
    """List what waits for an editor, since when and from whom, with a button to decide."""
    if not is_editor(request):
        raise Http404
    page = Paginator(get_review_queue(), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render_page(admin, request, "review-queue", "Waiting for review", page=page)


def step(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step. Returning a publication asks for the reason first."""
    publication = admin.get_object(request, str(pk))
    to = request.POST.get("to") or request.GET.get("to", "")
    if to not in {move.to for move in get_moves(publication.status, admin.get_right(request, publication))}:
        return refuse(admin, request, publication)
    reason = request.POST.get("reason", "").strip()
    if to == Status.RETURNED and not reason:
        return ask_reason(admin, request, publication)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    with transaction.atomic():
        if is_as_read(request, publication):
            is_over = "replaces_changes" in request.POST
            admin.try_step(request, publication, to, reason=reason[:MAX_REASON_LENGTH], replaces_changes=is_over)
        else:
            text = f"“{publication}” was changed after you opened it. Read it again, then decide."
            admin.message_user(request, text, messages.WARNING)
    return redirect(admin.get_url_after_step(request, publication, to))


def refuse(admin: Any, request: HttpRequest, publication: Publication) -> HttpResponse:
    """Say that the user cannot take this step now, and change nothing."""
    text = f"You cannot do that with “{publication}” now. It is “{publication.status_label}”."
    admin.message_user(request, text, messages.WARNING)
    return redirect(admin.get_url_after_step(request, publication))


def ask_reason(admin: Any, request: HttpRequest, publication: Publication) -> HttpResponse:
    return render_page(
        admin,
        request,
        "return-to-authors",
        f"Return “{publication}”",
        publication=publication,
        is_missing=request.method == "POST",
        next=request.POST.get("next", ""),
    )


def is_as_read(request: HttpRequest, publication: Publication) -> bool:
    """Whether the editor read the current version of the publication and of the page it replaces. Lock both rows."""
    seen = {
        publication.pk: request.POST.get("version", ""),
        publication.revises_id: request.POST.get("page_version", ""),
    }
    rows = Item.objects.select_for_update().filter(pk__in=[pk for pk in seen if pk]).order_by("pk")
    return all(seen[pk] in ("", str(version)) for pk, version in rows.values_list("pk", "version"))


def revise(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the new version of a published publication, or continue with the one that exists."""
    publication = admin.get_object(request, str(pk))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        revision = begin(publication, by=request.user)
    except (StepNotAllowed, NotStored) as refusal:
        admin.message_user(request, str(refusal), messages.WARNING)
        return redirect(admin.get_change_url(publication))
    return redirect(admin.get_change_url(revision))


def changes(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Compare a new version with the published one, side by side."""
    revision = admin.get_object(request, str(pk))
    if revision.revises is None or not admin.has_view_permission(request, revision):
        raise Http404
    return render_page(
        admin,
        request,
        "compare-versions",
        f"What is new in “{revision}”",
        publication=revision,
        differences=compare_with_original(revision, for_editor=is_editor(request)),
        moves=get_moves(revision.status, admin.get_right(request, revision)),
        problems=find_missing_fields(revision),
        contested=list_contested_labels(revision),
    )


def copy_of(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    publication = admin.get_object(request, str(pk))
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not admin.has_add_permission(request):
        raise PermissionDenied
    try:
        made = copy_publication(publication, by=request.user)
    except NotStored as fault:
        admin.message_user(request, str(fault), messages.ERROR)
        return redirect(admin.get_change_url(publication))
    admin.message_user(request, "This is your copy. Only you and your colleagues can see it.", messages.SUCCESS)
    return redirect(admin.get_change_url(made))


def text(admin: Any, request: HttpRequest) -> HttpResponse:
    """Render the text of a form as readers will see it, without saving the form."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not admin.has_view_permission(request):
        raise Http404
    html = render_markdown(request.POST.get("body", ""))
    if request.headers.get("Accept") == "text/x-fragment":
        return HttpResponse(html or "There is no text yet.")
    return render_page(admin, request, "text-preview", "The text as readers will see it", html=html)


def history(admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    publication = admin.get_object(request, object_id)
    if not admin.has_view_permission(request, publication):
        raise Http404
    entries = build_timeline(publication, for_editor=is_editor(request))
    page = Paginator(entries, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render_page(
        admin, request, "publication-history", f"History of “{publication}”", publication=publication, page=page
    )
