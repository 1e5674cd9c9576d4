"""The taxonomy, keywords and what visitors search for, in the admin."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from accounts.admin_confirmation import Consequences, can_be_undone, confirmation_required
from gateway.catalogue.forms import FocusAreaForm, SynonymForm, TermForm
from gateway.catalogue.models import (
    AreaOfNeed,
    AskedWords,
    FocusArea,
    FormerSlug,
    Keyword,
    Phase,
    SettingType,
    Step,
    Synonym,
    Term,
)
from gateway.catalogue.models.change_log import lock_change_log
from gateway.catalogue.models.search.asked_words import KEPT_DAYS, MIN_DAYS_SHOWN, MIN_TIMES_SHOWN
from gateway.catalogue.text.csv_tables import make_csv_response


class ReadOnlyAdmin(admin.ModelAdmin):
    """A base for models that are read in the admin and written elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


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
        former = FormerSlug.objects.filter(vocabulary=term.vocabulary, term_id=term.pk)
        return ", ".join(former.values_list("slug", flat=True)) or "None"

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """Make a slug only from the name of a new term: a public address must not change by itself."""
        return {} if obj else super().get_prepopulated_fields(request, obj)

    @admin.action(description="Move up", permissions=["change"])
    @can_be_undone
    def move_up(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Move the chosen terms one place up."""
        self.move(request, queryset, -1)

    @admin.action(description="Move down", permissions=["change"])
    @can_be_undone
    def move_down(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Move the chosen terms one place down."""
        self.move(request, queryset, 1)

    @transaction.atomic
    def move(self, request: HttpRequest, queryset: QuerySet, by: int) -> None:
        """Move the chosen terms one place, and number the vocabulary from 1."""
        lock_change_log()
        moving = set(queryset.values_list("pk", flat=True))
        ordered = list(self.model.objects.select_for_update(no_key=True))
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
        self.message_user(request, "You have changed the order.", messages.SUCCESS)


@admin.register(FocusArea)
class FocusAreaAdmin(TermAdmin):
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
        """Offer only broad areas as parents, because types have nothing beneath them."""
        if db_field.name == "parent":
            kwargs["queryset"] = AreaOfNeed.objects.filter(parent=None)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


admin.site.register(Phase, TermAdmin)
admin.site.register(SettingType, TermAdmin)


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin):
    """Words that mean the same in a search; a change applies from the next search on."""

    form = SynonymForm
    list_display = (
        "term",
        "also",
    )
    search_fields = (
        "term",
        "equivalents",
    )

    @admin.display(description="Also called")
    def also(self, synonym: Synonym) -> str:
        return ", ".join(map(str, synonym.equivalents))


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
        return Keyword.objects.most_used_first()

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """Return the most used first; a list takes its order from here, not from its queryset."""
        return ("-uses_count", Lower("name"))

    @admin.display(description="Items", ordering="uses_count")
    def uses_count(self, keyword: Any) -> int:
        return keyword.uses_count

    def explain_merge(self, request: HttpRequest, queryset: QuerySet) -> Consequences:
        """Return what a merge does, and which keyword may stay: the most used one unless another is chosen."""
        keywords = Keyword.objects.filter(pk__in=queryset.values("pk")).most_used_first()
        labels = [f"{each.name} ({each.uses_count:,} item{'' if each.uses_count == 1 else 's'})" for each in keywords]
        return Consequences(
            f"Make one keyword of {len(labels)}?",
            ["Every item with one of them will get the keyword you keep.", "We will delete the other keywords."],
            "Yes, merge them",
            [(str(each.pk), label) for each, label in zip(keywords, labels, strict=True)],
            "Which one do you want to keep?",
            "Choose two keywords or more." if len(labels) < 2 else "",
        )

    @admin.action(description="Merge into one of them …", permissions=["change"])
    @confirmation_required(explain_merge)
    def merge(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Give every item of the chosen keywords the one that was selected instead."""
        keywords = {str(each.pk): each for each in Keyword.objects.filter(pk__in=queryset.values("pk"))}
        kept = keywords.pop(request.POST.get("choice", ""), None)
        if kept is None:
            self.message_user(request, "Choose which keyword to keep. Nothing was merged.", messages.WARNING)
            return
        kept.merge(keywords.values())
        self.message_user(request, f"Merged into “{kept}”.", messages.SUCCESS)


@admin.register(AskedWords)
class AskedWordsAdmin(ReadOnlyAdmin):
    """What visitors search for: one page to read, and the same as CSV; no row is opened or edited."""

    periods = (7, 30, KEPT_DAYS)
    most_shown = 100

    def get_urls(self) -> list[Any]:
        return [
            path("", self.admin_site.admin_view(self.render_page), name="catalogue_askedwords_changelist"),
            path("all.csv", self.admin_site.admin_view(self.download_csv), name="catalogue_askedwords_csv"),
        ]

    def get_period(self, request: HttpRequest) -> int:
        """Return the number of days asked for, or 30 if it is not one that is offered."""
        asked = request.GET.get("days", "")
        return int(asked) if asked in map(str, self.periods) else self.periods[1]

    @method_decorator(require_safe)
    def render_page(self, request: HttpRequest) -> HttpResponse:
        """Render the most common words, and those that found nothing."""
        days, words = self.get_period(request), AskedWords.objects
        context = {
            **self.admin_site.each_context(request),
            "title": "What people look for",
            "opts": self.opts,
            "common": words.common(days)[: self.most_shown],
            "unanswered": words.common(days, without_results=True)[: self.most_shown],
            "days": days,
            "periods": self.periods,
            "most_shown": self.most_shown,
            "times": MIN_TIMES_SHOWN,
            "apart": MIN_DAYS_SHOWN,
        }
        return render(request, "catalogue/search-log.html", context)

    @method_decorator(require_safe)
    def download_csv(self, request: HttpRequest) -> HttpResponseBase:
        """Return all common words of the period as CSV."""
        days = self.get_period(request)
        rows = ((row["words"], row["times"], row["last_found"]) for row in AskedWords.objects.common(days))
        table = chain([("Words", f"Times asked in {days} days", "Results when last asked")], rows)
        return make_csv_response(table, f"what-people-look-for-{days}-days")


class StepInline(admin.TabularInline):
    """The history of an item, read-only."""

    model = Step
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "by", "from_status", "to_status", "reason")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse, because steps are made by moving an item."""
        return False
