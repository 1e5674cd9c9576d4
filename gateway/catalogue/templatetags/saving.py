"""The button that keeps an item for later."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from gateway.catalogue.models import Item

register = Library()


@register.inclusion_tag("components/save-button.html", takes_context=True)
def save_button(context: Context, item: Item) -> dict[str, Any]:
    """A form that works without JavaScript; who is not logged in is led to it.

    The item carries `is_saved` from `SavedItem.kept_by`, so that the button asks nothing of the database.
    """
    return {
        "item": item,
        "is_member": context["request"].user.is_authenticated,
        "address": context["request"].path,
    }
