"""Find what an address names, each with all that a page about it asks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from discussions.models import Comment
from discussions.threads.permissions import standing
from gateway.catalogue.models import Item


def with_publisher(items: QuerySet[Item]) -> QuerySet[Item]:
    """Items with what extends them."""
    return items.select_related("publication__publisher", "practiceexample")


def whole(item: Any) -> Any:
    """An item as what it is, a publication or an example; None if there is none."""
    return item and (item.detail or item)


def one_of(comments: Any, pk: int) -> Comment:
    """The one of these comments that has this key, its item read as what it is; Http404 if there is none."""
    comment: Comment = get_object_or_404(comments, pk=pk)
    comment.item = whole(comment.item)
    return comment


def readable_comments(user: Any) -> Any:
    """The comments that this person may read, each with all that a page about it asks."""
    return readable_relations(Comment.objects.readable_by(user))


def readable_threads(user: Any) -> Any:
    """The comments that begin a thread of which this person may read something, each with who wrote it."""
    begun = readable_relations(Comment.objects.filter(parent=None).filter(standing(user))).select_related("author")
    return begun if user.is_authenticated and user.is_editor else begun.on_open_ground()


def readable_relations(comments: Any) -> Any:
    """Comments with all that a page about one of them asks."""
    return comments.select_related("item__publication__publisher", "item__practiceexample", "focus_area", "root")
