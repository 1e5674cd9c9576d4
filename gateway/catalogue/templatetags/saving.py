"""The button that saves an item for later."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from gateway.catalogue.models import Item

register = Library()


@register.inclusion_tag("components/save-button.html", takes_context=True)
def save_button(context: Context, item: Item) -> dict[str, Any]:
    """Return the context of a form that works without JavaScript; visitors who are not logged in get a link to it.

    The item has `is_saved` from `SavedItem.saved_by`, so the button needs no query.
    """
    return {
        "item": item,
        "is_member": context["request"].user.is_authenticated,
        "address": context["request"].path,
    }
