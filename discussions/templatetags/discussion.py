"""The discussion of an item, for its page."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from discussions.views.item_section import build_section_context
from gateway.catalogue.models import Item

register = Library()


@register.inclusion_tag("discussions/item-discussion.html", takes_context=True)
def discussion(context: Context, item: Item, is_moderator: bool | None = None) -> dict[str, Any]:
    """Render the comments of an item and the form to post one, or nothing if the item has no discussion.

    Pass `is_moderator`, whether the reader may edit the item, if it is known: that saves a query.
    """
    request = context["request"]
    shown = build_section_context(request, item, is_moderator=is_moderator)
    return {**shown, "request": request}
