"""Where a comment stands, and threads on pages of their own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from discussions.models import Comment


@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads from a comment's stable address to the page on which it stands, and to its place there."""
    comment = get_object_or_404(Comment.objects.readable_by(request.user).select_related("item"), pk=pk)
    page = comment.item.get_absolute_url() if comment.item else f"/discussions/{comment.beginning_id}/"
    return redirect(f"{page}#comment-{comment.pk}")


@require_safe
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """A comment or question with all its replies."""
    root = get_object_or_404(Comment.objects.readable_by(request.user), pk=pk, parent=None)
    return redirect(root.item or "home")
