"""The section "Discussion" of an item's page, as a template shows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.notifications.read_status import note_shown
from discussions.open_items import is_discussed
from discussions.threads.permissions import Viewer, viewer_of
from discussions.threads.queries import number_of, order_of, read_threads
from discussions.views.lookups import spot_beneath
from gateway.catalogue.models import Item


def section(request: HttpRequest, item: Item, *, is_tending: bool | None = None) -> dict[str, Any]:
    """What the section shows; nothing where there is no discussion."""
    if not is_discussed(item):
        return {}
    viewer = viewer_of(request.user, item, is_tending=is_tending)
    order, number = order_of(request.GET.get("order", "")), number_of(request.GET.get("thread-page", ""))
    spot = spot_beneath(item, viewer)
    found = read_threads(viewer, item, order, number)
    note_shown(request, "comments", (key for thread in found.threads for key in thread.shown_keys))
    return {
        "section": found,
        **surroundings(viewer),
        "spot": spot,
        "form": spot.form() if viewer.may_speak else None,
    }


def surroundings(viewer: Viewer) -> dict[str, Any]:
    """What every template that shows comments asks of its viewer."""
    return {"viewer": viewer, "item": viewer.item}
