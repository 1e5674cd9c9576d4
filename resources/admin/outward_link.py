"""What is known of the links to other sites, for editors to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from resources.models import OutwardLink


@admin.register(OutwardLink)
class OutwardLinkAdmin(admin.ModelAdmin):
    """The broken links first; nothing here can be changed, because the check of links writes it."""

    list_display = ("url", "broken_since", "failures", "reason", "visited_at", "next_visit_at")
    list_filter = (("broken_since", admin.EmptyFieldListFilter),)
    search_fields = ("url",)
    ordering = ("-broken_since", "-failures", "url")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds one."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes one."""
        return False
