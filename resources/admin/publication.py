"""Publications in the admin: the list, its actions and the addresses of the pages beside the form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from accounts.admin_confirmation import can_be_undone
from gateway.catalogue.models import Kind, Status
from resources.admin import publication_views
from resources.admin.autosave_view import autosave
from resources.admin.permissions import is_editor
from resources.admin.publication_form_page import PublicationFormPage
from resources.models import Publication, Publisher
from resources.publications.form.sections import PUBLICATION_KINDS
from resources.publications.workflow import STATUS_FILTERS, build_due_condition


class StatusFilter(admin.SimpleListFilter):
    """A filter by status. A publication that is due later counts as scheduled, not published."""

    title = "status"
    parameter_name = "status__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, label) for name, (label, _) in STATUS_FILTERS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        return queryset.filter(STATUS_FILTERS[chosen][1]) if chosen in STATUS_FILTERS else queryset


class KindFilter(admin.SimpleListFilter):
    title = parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind, Kind(kind).label) for kind in PUBLICATION_KINDS]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() in PUBLICATION_KINDS else queryset


class DueFilter(admin.SimpleListFilter):
    """A filter for publications whose review date has come."""

    title = "review date"
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Due")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(build_due_condition()) if self.value() == "yes" else queryset


@admin.register(Publication)
class PublicationAdmin(PublicationFormPage):
    list_filter = (
        StatusFilter,
        KindFilter,
        DueFilter,
    )
    list_per_page = 50
    list_select_related = ("publisher", "revises")
    search_fields = ("title",)
    ordering = (
        "-updated_at",
        "-pk",
    )
    view_on_site = False
    show_full_result_count = False
    actions = (
        "send_for_review",
        "publish",
        "archive",
        "take_back",
    )

    class Media:
        js = ("js/manage.js",)

    def get_urls(self) -> list[URLPattern]:
        """Return our addresses before Django's own, because Django's last pattern matches everything."""
        ours = (
            ("queue/", publication_views.queue, "queue"),
            ("text/", publication_views.text, "text"),
            ("autosave/", autosave, "autosave_new"),
            ("<int:pk>/autosave/", autosave, "autosave"),
            ("<int:pk>/step/", publication_views.step, "step"),
            ("<int:pk>/copy/", publication_views.copy_of, "copy"),
            ("<int:pk>/revise/", publication_views.revise, "revise"),
            ("<int:pk>/changes/", publication_views.changes, "changes"),
        )
        return [
            path(route, self.admin_site.admin_view(self.bind_view(view)), name=f"resources_publication_{name}")
            for route, view, name in ours
        ] + super().get_urls()

    def bind_view(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        """Return the view with this admin as its first argument and the view's own attributes."""
        return update_wrapper(partial(view, self), view)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns. Only users who see several publishers get the publisher's name."""
        several = is_editor(request) or Publisher.objects.for_user(request.user).count() > 1
        return ("full_title", "status_label", "kind", *(("publisher",) if several else ()), "updated_at", "review_by")

    @admin.display(description="status", ordering="status")
    def status_label(self, publication: Publication) -> str:
        """Return the status. Only what is public is called published."""
        return publication.status_label

    @admin.display(description="title", ordering="title")
    def full_title(self, publication: Publication) -> str:
        return f"{publication.title} (new version)" if publication.revises_id else publication.title

    def get_actions(self, request: HttpRequest, action_location: Any = ActionLocation.CHANGE_LIST) -> dict[str, Any]:
        """Return the actions without bulk deletion, and with publishing only for users who may publish."""
        actions = super().get_actions(request, action_location=action_location)
        actions.pop("delete_selected", None)
        if not (is_editor(request) or Publisher.objects.trusting(request.user).exists()):
            actions.pop("publish", None)
        return actions

    @admin.action(description="Send for review", permissions=["change"])
    @can_be_undone
    def send_for_review(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Ask an editor to review the publications."""
        self.take_steps(request, queryset, Status.IN_REVIEW)

    @admin.action(description="Publish (now, or on its date)", permissions=["change"])
    @can_be_undone
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Make the publications public."""
        self.take_steps(request, queryset, Status.PUBLISHED)

    @admin.action(description="Archive", permissions=["change"])
    @can_be_undone
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Take the publications off the site and keep them."""
        self.take_steps(request, queryset, Status.ARCHIVED)

    @admin.action(description="Take back to draft", permissions=["change"])
    @can_be_undone
    def take_back(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Take the publications off the site to work on them."""
        self.take_steps(request, queryset, Status.DRAFT)

    def take_steps(self, request: HttpRequest, queryset: QuerySet, to: str) -> None:
        """Take one step with each publication, and report which could not be moved."""
        for publication in queryset:
            self.try_step(request, publication, to)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return publication_views.history(self, request, object_id)
