"""Lookups of the comment or item that an address names, loaded with everything that its page needs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from discussions.models import Comment
from discussions.threads.permissions import build_thread_condition
from gateway.catalogue.models import Item


def select_details(items: QuerySet[Item]) -> QuerySet[Item]:
    """Load items with their publication and publisher, or practice example."""
    return items.select_related("publication__publisher", "practiceexample")


def get_detail(item: Any) -> Any:
    """Return an item as a publication or practice example; None if there is none."""
    return item and (item.detail or item)


def get_comment_or_404(comments: Any, pk: int) -> Comment:
    """Return the comment with this key, with its item as it is. Raise Http404 if there is none."""
    comment: Comment = get_object_or_404(comments, pk=pk)
    comment.item = get_detail(comment.item)
    return comment


def get_readable_comments(user: Any) -> Any:
    """Return the comments that the user may read, with everything that a page about one needs."""
    return select_related_rows(Comment.objects.readable_by(user))


def get_readable_threads(user: Any) -> Any:
    """Return the comments that begin threads of which the user may read something, with their authors."""
    roots = select_related_rows(
        Comment.objects.filter(parent=None).filter(build_thread_condition(user))
    ).select_related("author")
    return roots if user.is_authenticated and user.is_editor else roots.in_open_discussions()


def select_related_rows(comments: Any) -> Any:
    """Load comments with everything that a page about one needs."""
    return comments.select_related("item__publication__publisher", "item__practiceexample", "focus_area", "root")
