"""Practice examples in the admin: those from elsewhere, and corrections. Reviews have pages of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse

from accounts.admin_confirmation import can_be_undone
from gateway.catalogue.admin import StepInline
from gateway.catalogue.models import EditedMeanwhile, Status, StepNotAllowed
from practice.forms.correction import CorrectionForm
from practice.models import PracticeExample

TAXONOMY_FIELDS = ("focus_areas", "areas_of_need", "phases", "setting_types")
STORY_FIELDS = (
    "need",
    "who_for",
    "what_we_did",
    "who_did_it",
    "how_long",
    "cost",
    "what_changed",
    "evidence_kind",
    "evidence",
    "numbers",
    "what_did_not_work",
    "what_next",
)


@admin.register(PracticeExample)
class PracticeExampleAdmin(admin.ModelAdmin):
    form = CorrectionForm
    save_on_top = True

    list_display = (
        "title",
        "setting",
        "status",
        "published_at",
        "is_sample",
    )
    list_filter = (
        "status",
        "is_sample",
        "evidence_kind",
    )
    list_select_related = ("school",)
    search_fields = (
        "title",
        "school__name",
        "setting_name",
    )
    autocomplete_fields = ("school",)
    raw_id_fields = ("adapted_from",)
    readonly_fields = (
        "status",
        "published_at",
        "created_by",
    )
    inlines = (StepInline,)
    actions = (
        "archive",
        "bring_back",
    )
    fieldsets = (
        (None, {"fields": ["title", "slug", "summary", "school", "is_sample", "status", "published_at", "created_by"]}),
        ("The story", {"fields": STORY_FIELDS}),
        ("What it is about", {"fields": [*TAXONOMY_FIELDS, "adapted_from"]}),
        (
            "If it is published elsewhere",
            {"fields": ["source_name", "source_url", "source_year", "setting_name", "setting_place", "editors_note"]},
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: examples are shared at /practice/share/ or loaded by a command."""
        return False

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = CheckboxSelectMultiple()
        kwargs["help_text"] = ""
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show or save the form; show it again with the saved values if someone else saved first."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except EditedMeanwhile:
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: PracticeExample, form: Any, change: bool) -> None:
        """Save as the next version, so that others who have the example open see a conflict."""
        obj.take_version(form.cleaned_data.get("version") or obj.version)
        super().save_model(request, obj, form, change)

    @admin.action(description="Archive", permissions=["change"])
    @can_be_undone
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Take examples off the site and keep them."""
        self.move_examples(request, queryset, Status.ARCHIVED)

    @admin.action(description="Put back on the site", permissions=["change"])
    @can_be_undone
    def bring_back(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Publish archived examples again."""
        self.move_examples(request, queryset.filter(status=Status.ARCHIVED), Status.PUBLISHED)

    def move_examples(self, request: HttpRequest, queryset: QuerySet, to: str) -> None:
        """Move each example one step, and report those that could not move."""
        for example in queryset:
            try:
                example.move(to, by=request.user)
            except StepNotAllowed as refusal:
                self.message_user(request, f"{example}: {refusal}", messages.WARNING)
            else:
                self.message_user(request, f"{example}: {Status(to).label}.", messages.SUCCESS)
