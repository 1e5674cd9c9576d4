"""Which items people talk about: those that any visitor may see, unless they or their publisher are closed to it."""

from __future__ import annotations

from typing import Any

from gateway.catalogue.models import Item, Kind
from practice.models import PracticeExample
from resources.models import Publication

DISCUSSION_FRAGMENT = "#discussion"
"""Where on an item's page its discussion stands."""


def discussed() -> Any:
    """The items whose discussion any visitor may read."""
    open_or_locked = Item.objects.public().exclude(discussion=Item.Discussion.CLOSED)
    return open_or_locked.exclude(publication__publisher__has_discussions=False)


def open_to_words() -> Any:
    """Those of them on which members may say something now."""
    return discussed().filter(discussion=Item.Discussion.OPEN)


def is_discussed(item: Item) -> bool:
    """The same as `discussed` of one item that has been read, with its publisher if it is a publication."""
    is_ours = not isinstance(item, Publication) or item.publisher.has_discussions
    return item.is_public and item.discussion != Item.Discussion.CLOSED and is_ours


def is_tended_by(user: Any, item: Item | None) -> bool:
    """Whether this person looks after what is said on an item: who may work on the item does, and an editor."""
    if not user.is_authenticated or user.is_editor or item is None:
        return user.is_authenticated and user.is_editor
    items: Any = PracticeExample.objects if item.kind == Kind.PRACTICE else Publication.objects
    return items.editable_by(user).filter(pk=item.pk).exists()
