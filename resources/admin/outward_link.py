"""What is known of the links to other sites, for editors to read."""

from __future__ import annotations

from django.contrib import admin

from gateway.catalogue.admin import LookedUp
from resources.models import OutwardLink


@admin.register(OutwardLink)
class OutwardLinkAdmin(LookedUp):
    """The broken links first; nothing here can be changed, because the check of links writes it."""

    list_display = ("url", "broken_since", "failures", "reason", "visited_at", "next_visit_at")
    list_filter = (("broken_since", admin.EmptyFieldListFilter),)
    search_fields = ("url",)
    ordering = ("-broken_since", "-failures", "url")
