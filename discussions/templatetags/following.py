"""The button to follow a thing, and the link to follow a list."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.template import Context, Library
from django.urls import reverse

from discussions.follows.button import get_button_context
from discussions.follows.followed_searches import build_search_query
from discussions.follows.welcome_areas import get_list_links
from gateway.catalogue.finder.listing import Listing

register = Library()


@register.inclusion_tag("discussions/follows/follow-button.html", takes_context=True)
def follow_button(context: Context, thing: Model) -> dict[str, Any]:
    """Render a form that works without JavaScript. Visitors are sent to log in and then asked."""
    return get_button_context(context["request"], thing)


@register.inclusion_tag("discussions/follows/home-for-you.html", takes_context=True)
def for_you(context: Context) -> dict[str, Any]:
    """Render the lists that fit what a member follows and works with; nothing for visitors."""
    user = context.get("user")
    return {"links": get_list_links(user) if user and user.is_authenticated else []}


@register.simple_tag
def follow_search_url(found: Listing) -> str:
    """Return the address of the page where a list can be followed."""
    return f"{reverse('discussions:follow_search')}?{build_search_query(found.finding, found.action)}"
