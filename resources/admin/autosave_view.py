"""The view that autosaves the form of a draft. It answers in JSON."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import reverse

from accounts.form_recovery_store import saves_itself
from accounts.rate_limits.limiter import is_allowed, too_many_requests
from accounts.rate_limits.middleware import DRAFTS_RATE
from gateway.catalogue.models import EditedMeanwhile
from resources.models import Publication
from resources.publications.form.autosave import AUTOSAVED_STATUSES, Autosaved
from resources.publications.form.autosave import autosave as save

AUTOSAVES_RATE = "30/m/user"
"""A form autosaves three times a minute, and a user may have several open."""


class TooManyDrafts(Exception):
    """The user has begun too many drafts today."""


def get_autosave_url(publication: Publication | None, kind: str) -> str:
    """Return where a form autosaves, or an empty string if the publication is saved only by its button."""
    if publication is None:
        return f"{reverse('admin:resources_publication_autosave_new')}?kind={kind}"
    if publication.status not in AUTOSAVED_STATUSES:
        return ""
    return reverse("admin:resources_publication_autosave", args=[publication.pk])


@saves_itself
def autosave(admin: Any, request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Autosave the form of a draft, and begin the draft if there is none yet."""
    publication = admin.get_object(request, str(pk)) if pk else None
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    publication = publication or admin.find_made_publication(request)
    may = admin.has_change_permission(request, publication) if publication else admin.has_add_permission(request)
    if not may:
        raise PermissionDenied
    if not is_allowed(request, "autosave", AUTOSAVES_RATE):
        return too_many_requests(request)
    try:
        return build_response(autosave_draft(admin, request, publication))
    except EditedMeanwhile:
        return JsonResponse({}, status=409)
    except TooManyDrafts:
        return too_many_requests(request)


def autosave_draft(admin: Any, request: HttpRequest, publication: Publication | None) -> Autosaved:
    """Autosave into the draft. If the same form began one at the same moment, save into that one."""

    def may_begin() -> None:
        if not is_allowed(request, "draft", DRAFTS_RATE):
            raise TooManyDrafts

    kind = admin.get_kind(request, publication)
    if not kind:
        raise Http404
    try:
        return save(request.user, kind, request.POST, publication, may_begin)
    except IntegrityError:
        return save(request.user, kind, request.POST, admin.find_made_publication(request), may_begin)


def build_response(result: Autosaved) -> JsonResponse:
    publication, missing, left = result
    if publication is None:
        return JsonResponse({"missing": missing})
    address = reverse("admin:resources_publication_change", args=[publication.pk])
    places = {"address": address, "saves": get_autosave_url(publication, publication.kind)}
    return JsonResponse({"version": publication.version, "left": left, **places})
