"""The discussion of an item, for its page."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from discussions.views.item_section import section
from gateway.catalogue.models import Item

register = Library()


@register.inclusion_tag("discussions/discussion.html", takes_context=True)
def discussion(context: Context, item: Item, is_tending: bool | None = None) -> dict[str, Any]:
    """What people say about an item, and the form to say something oneself; nothing where there is no discussion.

    Give `is_tending`, whether the viewer may work on the item, where that is known: it spares a query.
    """
    request = context["request"]
    shown = section(request, item, is_tending=is_tending)
    return {**shown, "request": request}
