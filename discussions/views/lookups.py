"""Lookups of the comment or item that an address names, loaded with everything that its page needs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from discussions.models import Comment
from discussions.threads.permissions import build_thread_condition
from gateway.catalogue.models import Item


def with_publisher(items: QuerySet[Item]) -> QuerySet[Item]:
    """Load items with their publication and publisher, or practice example."""
    return items.select_related("publication__publisher", "practiceexample")


def whole(item: Any) -> Any:
    """Return an item as a publication or practice example; None if there is none."""
    return item and (item.detail or item)


def one_of(comments: Any, pk: int) -> Comment:
    """Return the comment with this key, with its item as it is. Raise Http404 if there is none."""
    comment: Comment = get_object_or_404(comments, pk=pk)
    comment.item = whole(comment.item)
    return comment


def readable_comments(user: Any) -> Any:
    """Return the comments that the user may read, with everything that a page about one needs."""
    return readable_relations(Comment.objects.readable_by(user))


def readable_threads(user: Any) -> Any:
    """Return the comments that begin threads of which the user may read something, with their authors."""
    begun = readable_relations(Comment.objects.filter(parent=None).filter(build_thread_condition(user))).select_related(
        "author"
    )
    return begun if user.is_authenticated and user.is_editor else begun.in_open_discussions()


def readable_relations(comments: Any) -> Any:
    """Load comments with everything that a page about one needs."""
    return comments.select_related("item__publication__publisher", "item__practiceexample", "focus_area", "root")
