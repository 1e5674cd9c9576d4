"""Publishers in the admin."""

from __future__ import annotations

from django.contrib import admin

from resources.models import Publisher


@admin.register(Publisher)
class PublisherAdmin(admin.ModelAdmin):
    """Publishers from A to Z."""

    list_display = (
        "name",
        "website",
        "is_sample",
    )
    search_fields = ("name",)
    prepopulated_fields = {"slug": ["name"]}
