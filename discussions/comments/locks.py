"""Closing and reopening threads and discussions. Existing comments stay readable."""

from __future__ import annotations

from discussions.models import Comment
from gateway.catalogue.models import Item, touch_pages


def set_locked(root: Comment, is_locked: bool) -> None:
    if Comment.objects.filter(pk=root.pk, parent=None).update(is_locked=is_locked):
        touch_pages()


def set_discussion(item: Item, *, is_locked: bool) -> bool:
    """Close or reopen the discussion of an item, if it has one, and return whether that changed anything."""
    before, after = Item.Discussion.OPEN, Item.Discussion.LOCKED
    if not is_locked:
        before, after = after, before
    changed = Item.objects.filter(pk=item.pk, discussion=before).update(discussion=after)
    if changed:
        touch_pages()
    return bool(changed)
