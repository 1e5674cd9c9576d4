"""Publishers in the admin, for editors: profile, trust, suspension and history."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from resources.models import Publisher, PublisherStep
from resources.publishers.admin_forms import PublisherForm
from resources.publishers.trust_and_suspension import set_suspended, set_trusted

STATUS_FIELDS = ("is_trusted", "is_suspended")


class PublisherStepInline(admin.TabularInline):
    model = PublisherStep
    verbose_name_plural = "What happened"
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "what", "by", "whom", "reason")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("by", "whom")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: steps are recorded by what users do, never added by hand."""
        return False


@admin.register(Publisher)
class PublisherAdmin(admin.ModelAdmin):
    form = PublisherForm
    save_on_top = True
    list_display = ("name", "website", *STATUS_FIELDS, "is_sample")
    list_filter = (*STATUS_FIELDS, "is_sample")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ("members",)
    inlines = (PublisherStepInline,)
    profile_fieldset = (None, {"fields": ["name", "slug", "website", "description", "is_sample"]})
    status_fieldset = ("Standing", {"fields": [*STATUS_FIELDS, "why"]})
    members_fieldset = ("People", {"fields": ["members"]})

    @admin.display(description="Members")
    def members(self, publisher: Publisher) -> str:
        address = reverse("resources:people", args=[publisher.slug])
        return format_html('<a href="{}">See its people and invite an owner</a>', address)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return (self.profile_fieldset, self.status_fieldset, self.members_fieldset) if obj else (self.profile_fieldset,)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return super().get_inlines(request, obj) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """Fill in the slug from the name of a new publisher only, so that a public address never changes by itself."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Publisher, form: Any, change: bool) -> None:
        """Save only the fields that changed. Trust and suspension go through functions that notify the owners."""
        if not change:
            return super().save_model(request, obj, form, change)
        chosen = {name: getattr(obj, name) for name in STATUS_FIELDS if name in form.changed_data}
        obj.save(update_fields=[name for name in form.changed_data if name not in (*STATUS_FIELDS, "why")])
        setters = {"is_trusted": set_trusted, "is_suspended": set_suspended}
        for name, value in chosen.items():
            setters[name](obj, value, by=request.user, reason=form.cleaned_data["why"])
        return None
