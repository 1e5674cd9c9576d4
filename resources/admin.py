"""Publishers and publications in the admin, for editors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest

from gateway.catalogue.admin import StepInline
from gateway.catalogue.models import Kind, Status, StepNotAllowed
from resources.models import Publication, PublicationFile, PublicationLink, Publisher

TAXONOMY = ("focus_areas", "areas_of_need", "phases", "setting_types")


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


class LinkInline(admin.TabularInline):
    """Further addresses."""

    model = PublicationLink
    extra = 0


class FileInline(admin.TabularInline):
    """Files to download."""

    model = PublicationFile
    extra = 0


@admin.register(Publication)
class PublicationAdmin(admin.ModelAdmin):
    """Publications, and the steps that take them to the public."""

    list_display = (
        "title",
        "kind",
        "publisher",
        "status",
        "published_at",
    )
    list_filter = (
        "status",
        "kind",
        "is_sample",
    )
    list_select_related = ("publisher",)
    search_fields = (
        "title",
        "publisher__name",
    )
    prepopulated_fields = {"slug": ["title"]}
    readonly_fields = ("status",)
    inlines = (
        LinkInline,
        FileInline,
        StepInline,
    )
    actions = (
        "publish",
        "archive",
        "take_back",
    )
    fieldsets = (
        (None, {"fields": ["kind", "title", "slug", "publisher", "credit", "summary", "body", "is_sample"]}),
        ("Where it is", {"fields": ["url", "url_is_page"]}),
        ("What it is about", {"fields": [*TAXONOMY, "keywords"]}),
        ("For resources", {"fields": ["format", "cost", "licence"]}),
        ("For resources and research", {"fields": ["authors", "year", "doi"]}),
        ("For events", {"fields": ["starts_at", "ends_at", "is_online", "venue", "booking_url"]}),
        ("Publishing", {"fields": ["status", "published_at", "editors_note"]}),
    )

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """A slug is made from the title of a new publication only."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The taxonomy as tick boxes."""
        if db_field.name in TAXONOMY:
            kwargs["widget"] = CheckboxSelectMultiple()
            kwargs["help_text"] = ""
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Practice examples are not published here."""
        if db_field.name == "kind":
            kwargs["choices"] = [choice for choice in Kind.choices if choice[0] != Kind.PRACTICE]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Publication, form: Any, change: bool) -> None:
        """Remembers who made it."""
        if not change:
            obj.created_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    @admin.action(description="Publish (now, or on its date)", permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Takes publications to the public."""
        self.move(request, queryset, Status.PUBLISHED)

    @admin.action(description="Archive", permissions=["change"])
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Takes publications off the site and keeps them."""
        self.move(request, queryset, Status.ARCHIVED)

    @admin.action(description="Take back to draft", permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Takes publications off the site to work on them."""
        self.move(request, queryset, Status.DRAFT)

    def move(self, request: HttpRequest, queryset: QuerySet, to: str) -> None:
        """Moves each publication one step, and says which could not go."""
        for publication in queryset:
            try:
                publication.move(to, by=request.user)
            except StepNotAllowed as refusal:
                self.message_user(request, f"{publication}: {refusal}", messages.WARNING)
            else:
                self.message_user(request, f"{publication}: {Status(to).label}.", messages.SUCCESS)
