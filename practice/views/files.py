from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gateway.catalogue.views.downloads import download, show_preview
from practice.models import PracticeExample, PracticeFile


@require_safe
def file(request: HttpRequest, slug: str, order: int) -> HttpResponseBase:
    return download(request, get_visible_file(request, slug, order))


@require_safe
def file_preview(request: HttpRequest, slug: str, order: int) -> HttpResponseBase:
    return show_preview(request, get_visible_file(request, slug, order))


def get_visible_file(request: HttpRequest, slug: str, order: int) -> PracticeFile:
    """Return a file of an example that the visitor may see. Raise Http404 for any other."""
    example = get_object_or_404(PracticeExample.objects.visible_to(request.user), slug=slug)
    return get_object_or_404(PracticeFile, example=example, order=order)
