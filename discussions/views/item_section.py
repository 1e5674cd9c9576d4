"""The section "Discussion" of an item's page, as a template shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.notifications.read_status import note_shown
from discussions.open_items import DISCUSSION_FRAGMENT, is_discussed
from discussions.threads.permissions import Viewer, viewer_of
from discussions.threads.queries import Order, Thread, Threads, number_of, order_of, read_threads
from discussions.views.targets import spot_beneath
from gateway.catalogue.finder.listing import Choice, Pages
from gateway.catalogue.models import Item


@dataclass
class Section(Pages):
    """A page of threads with what stands around them."""

    item: Item
    viewer: Viewer
    found: Threads

    def __post_init__(self) -> None:
        self.page_number, self.page_count = self.found.number, self.found.page_count

    @property
    def threads(self) -> list[Thread]:
        """The threads of this page."""
        return self.found.threads

    def page_url(self, number: int) -> str:
        """Where a page of threads is, in the order that was chosen."""
        return self.address(self.found.order, number)

    def address(self, order: str, number: int = 1) -> str:
        """Where the item's page shows the threads so."""
        query = [f"order={order}"] if order != Order.OLDEST else []
        query += [f"thread-page={number}"] if number > 1 else []
        return self.item.get_absolute_url() + ("?" + "&".join(query) if query else "") + DISCUSSION_FRAGMENT

    @property
    def orders(self) -> list[Choice]:
        """The ways to order the threads."""
        return [Choice(order.label, self.address(order), order, chosen=order == self.found.order) for order in Order]


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
        "section": Section(item, viewer, found),
        **surroundings(viewer),
        "spot": spot,
        "form": spot.form() if viewer.may_speak else None,
    }


def surroundings(viewer: Viewer) -> dict[str, Any]:
    """What every template that shows comments asks of its viewer."""
    return {"viewer": viewer, "item": viewer.item}
