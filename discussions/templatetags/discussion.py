"""The discussion of an item, for its page."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from gateway.catalogue.models import Item

register = Library()


@register.inclusion_tag("discussions/discussion.html", takes_context=True)
def discussion(context: Context, item: Item) -> dict[str, Any]:
    """What people say about an item, and the form to say something oneself; nothing where there is no discussion."""
    return {"item": item}
