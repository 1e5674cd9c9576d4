"""The results of the link checks, read-only for editors."""

from __future__ import annotations

from django.contrib import admin

from gateway.catalogue.admin import ReadOnlyAdmin
from resources.models import OutwardLink


@admin.register(OutwardLink)
class OutwardLinkAdmin(ReadOnlyAdmin):
    """Outward links, broken ones first. They are read-only because the link check writes them."""

    list_display = ("url", "broken_since", "failures", "reason", "visited_at", "next_visit_at")
    list_filter = (("broken_since", admin.EmptyFieldListFilter),)
    search_fields = ("url",)
    ordering = ("-broken_since", "-failures", "url")
