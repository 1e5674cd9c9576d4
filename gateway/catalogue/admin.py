"""The taxonomy and keywords in the admin: editors rename, describe and reorder."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from gateway.catalogue.forms import FocusAreaForm, TermForm
from gateway.catalogue.models import AreaOfNeed, FocusArea, FormerSlug, Keyword, Phase, SettingType, Step, Term


class TermAdmin(admin.ModelAdmin):
    """A vocabulary, in its order."""

    form = TermForm
    list_display: tuple[str, ...] = (
        "name",
        "short_name",
        "slug",
        "order",
        "valid_from",
        "valid_until",
    )
    search_fields = (
        "name",
        "short_name",
        "slug",
    )
    prepopulated_fields = {"slug": ["name"]}
    readonly_fields = ("former_slugs",)
    actions = (
        "move_up",
        "move_down",
    )

    @admin.display(description="Former slugs, which still lead here")
    def former_slugs(self, term: Term) -> str:
        """The slugs that this term gave up."""
        former = FormerSlug.objects.filter(vocabulary=term.vocabulary, term_id=term.pk)
        return ", ".join(former.values_list("slug", flat=True)) or "None"

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """A slug is made from the name of a new term only: a public address does not change by itself."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @admin.action(description="Move up", permissions=["change"])
    def move_up(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Puts the chosen terms one place higher."""
        self.move(request, queryset, -1)

    @admin.action(description="Move down", permissions=["change"])
    def move_down(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Puts the chosen terms one place lower."""
        self.move(request, queryset, 1)

    @transaction.atomic
    def move(self, request: HttpRequest, queryset: QuerySet, by: int) -> None:
        """Puts the chosen terms a place on, and numbers the vocabulary from 1."""
        moving = set(queryset.values_list("pk", flat=True))
        ordered = list(self.model.objects.select_for_update())
        places = range(len(ordered)) if by < 0 else range(len(ordered) - 1, -1, -1)
        for place in places:
            other = place + by
            is_free = 0 <= other < len(ordered) and ordered[other].pk not in moving
            if ordered[place].pk in moving and is_free:
                ordered[place], ordered[other] = ordered[other], ordered[place]
        for order, term in enumerate(ordered, start=1):
            if term.order != order:
                term.order = order
                term.save()
        self.message_user(request, "The order is changed.", messages.SUCCESS)


@admin.register(FocusArea)
class FocusAreaAdmin(TermAdmin):
    """Focus areas."""

    form = FocusAreaForm


@admin.register(AreaOfNeed)
class AreaOfNeedAdmin(TermAdmin):
    """Areas of need, with their types."""

    list_display = (
        "name",
        "short_name",
        "parent",
        "code",
        "slug",
        "order",
        "valid_from",
        "valid_until",
    )
    list_select_related = ("parent",)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Only broad areas have types beneath them."""
        if db_field.name == "parent":
            kwargs["queryset"] = AreaOfNeed.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


admin.site.register(Phase, TermAdmin)
admin.site.register(SettingType, TermAdmin)


@admin.register(Keyword)
class KeywordAdmin(admin.ModelAdmin):
    """Keywords, the most used first."""

    list_display = (
        "name",
        "uses_count",
    )
    search_fields = ("name",)
    prepopulated_fields = {"slug": ["name"]}
    actions = ("merge",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Keywords with how many items carry each."""
        return super().get_queryset(request).annotate(uses_count=Count("uses")).order_by("-uses_count", "name")

    @admin.display(description="Items", ordering="uses_count")
    def uses_count(self, keyword: Any) -> int:
        """How many items carry it."""
        return keyword.uses_count

    @admin.action(description="Merge into the most used of them", permissions=["change"])
    def merge(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Gives every item of the chosen keywords the most used one instead."""
        first, *others = list(queryset)
        first.take_over(others)
        self.message_user(request, f"Merged into “{first}”.", messages.SUCCESS)


class StepInline(admin.TabularInline):
    """The history of an item, to read."""

    model = Step
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "by", "from_status", "to_status", "reason")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Steps are made by moving an item, never by hand."""
        return False
