"""The "Discussion" section of an item's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.addresses.query_strings import read_whole_number
from accounts.notifications.read_status import record_shown_rows
from discussions.comments.post_target import PostTarget
from discussions.discussed_items import is_discussed
from discussions.forms import make_form
from discussions.threads.permissions import make_viewer
from discussions.threads.queries import MAX_PAGE_NUMBER_DIGITS, read_order, read_threads
from discussions.views.post import build_target_context
from gateway.catalogue.models import Item


def build_section_context(request: HttpRequest, item: Item, *, is_moderator: bool | None = None) -> dict[str, Any]:
    """Return the context of the section, or nothing if the item has no discussion."""
    if not is_discussed(item):
        return {}
    viewer = make_viewer(request.user, item, is_moderator=is_moderator)
    order = read_order(request.GET.get("order", ""))
    number = read_whole_number(request.GET.get("thread-page", ""), MAX_PAGE_NUMBER_DIGITS) or 1
    target = PostTarget(viewer)
    found = read_threads(viewer, item, order, number)
    record_shown_rows(request, "comments", (key for thread in found.threads for key in thread.shown_keys))
    return {
        "section": found,
        **build_target_context(target),
        "form": make_form(target) if viewer.may_post else None,
    }
