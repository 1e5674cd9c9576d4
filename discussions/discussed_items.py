"""Which items can be discussed: public ones, unless they or their publisher have closed discussions."""

from __future__ import annotations

from typing import Any

from gateway.catalogue.models import Item, Kind
from practice.models import PracticeExample
from resources.models import Publication

DISCUSSION_FRAGMENT = "#discussion"


def get_discussed_items() -> Any:
    """Return the items whose discussion any visitor may read."""
    open_or_locked = Item.objects.public().exclude(discussion=Item.Discussion.CLOSED)
    return open_or_locked.exclude(publication__publisher__has_discussions=False)


def get_open_items() -> Any:
    """Return the items on which members may post now."""
    return get_discussed_items().filter(discussion=Item.Discussion.OPEN)


def is_discussed(item: Item) -> bool:
    """Return the same as `get_discussed_items` for one loaded item; a publication must have its publisher loaded."""
    is_ours = not isinstance(item, Publication) or item.publisher.has_discussions
    return item.is_public and item.discussion != Item.Discussion.CLOSED and is_ours


def is_moderator_of(user: Any, item: Item | None) -> bool:
    """Return whether a user moderates the discussion of an item: an editor, or anyone who may edit the item."""
    if not user.is_authenticated or user.is_editor or item is None:
        return user.is_authenticated and user.is_editor
    items: Any = PracticeExample.objects if item.kind == Kind.PRACTICE else Publication.objects
    return items.editable_by(user).filter(pk=item.pk).exists()
