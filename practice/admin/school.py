"""Schools in the admin, where editors check those that members added."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import ProtectedError, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest

from accounts.admin_confirmation import Consequences, can_be_undone, confirmation_required
from gateway.catalogue.admin import ReadOnlyAdmin
from practice.lookup.postcodes import find_position
from practice.models import School, SchoolImport
from practice.schools.merge import merge_schools


@admin.register(School)
class SchoolAdmin(admin.ModelAdmin):
    list_display = (
        "name",
        "urn",
        "place",
        "status",
        "is_checked",
        "created_at",
    )
    list_filter = (
        "is_checked",
        "is_sample",
        "status",
    )
    search_fields = ("search_text",)
    search_help_text = "Name, town, postcode or URN"
    show_facets = admin.ShowFacets.ALWAYS
    show_full_result_count = False
    actions = (
        "mark_checked",
        "merge_added",
    )
    readonly_fields = (
        "urn",
        "latitude",
        "longitude",
        "has_exact_position",
    )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Search as members do."""
        return queryset.matching(search_term), False  # type: ignore[attr-defined]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["widget"] = CheckboxSelectMultiple()
        kwargs["help_text"] = ""
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: School, form: Any, change: bool) -> None:
        """Save the school, with a new position if its postcode has changed."""
        if "postcode" in form.changed_data:
            obj.set_position(find_position(obj.postcode))
        super().save_model(request, obj, form, change)

    @admin.action(description="Checked: it exists", permissions=["change"])
    @can_be_undone
    def mark_checked(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Make schools that members added visible to everyone."""
        count = queryset.filter(is_checked=False).update(is_checked=True)
        self.message_user(request, f"{count:,} checked.", messages.SUCCESS)

    def explain_merge(self, request: HttpRequest, queryset: QuerySet) -> Consequences:
        added, here = list(queryset.filter(urn__startswith="G")), list(queryset.exclude(urn__startswith="G"))
        if len(here) != 1 or not added:
            return Consequences("", [], "", problem="Choose one school with a URN, and its duplicates.")
        effects = [
            f"{each} will be deleted. Its people ({each.memberships.count()}), practice examples "
            f"({each.examples.count()}) and messages ({each.messages.count()}) will move to {here[0]}."
            for each in added
        ]
        return Consequences(f"Merge into {here[0]}, URN {here[0].urn}?", effects, "Yes, merge them")

    @admin.action(
        description="Merge duplicates that members added into the school with a URN …", permissions=["delete"]
    )
    @confirmation_required(explain_merge)
    def merge_added(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Merge duplicates into the one school with a URN, which gets their people, examples and messages."""
        added, here = list(queryset.filter(urn__startswith="G")), queryset.exclude(urn__startswith="G").get()
        names = ", ".join(str(school) for school in added)
        try:
            merge_schools(added, here)
        except ProtectedError:
            self.message_user(request, "Something else belongs to a duplicate. Nothing was merged.", messages.ERROR)
        else:
            self.message_user(request, f"Merged into “{here}”: {names}.", messages.SUCCESS)


@admin.register(SchoolImport)
class SchoolImportAdmin(ReadOnlyAdmin):
    list_display = (
        "file_name",
        "finished_at",
        "added",
        "updated",
        "refused",
    )
