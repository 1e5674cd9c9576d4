"""The button that keeps an item for later."""

from __future__ import annotations

from typing import Any

from django.template import Context, Library

from gateway.catalogue.models import Item, SavedItem

register = Library()


@register.inclusion_tag("components/save-button.html", takes_context=True)
def save_button(context: Context, item: Item) -> dict[str, Any]:
    """A form that works without JavaScript; who is not logged in is led to it. One query, for those who are."""
    user = context["request"].user
    is_saved = user.is_authenticated and SavedItem.objects.filter(user=user, item_id=item.pk).exists()
    return {
        "item": item,
        "is_saved": is_saved,
        "is_member": user.is_authenticated,
        "address": context["request"].path,
        "csrf_token": context.get("csrf_token"),
    }
