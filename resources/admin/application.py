"""The editors' queue of applications to become a publisher."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timesince import timesince

from resources.models import PublisherApplication
from resources.publishers import applications
from resources.publishers.admin_forms import APPROVE_CHOICE, DecisionForm

SENT_FIELDS = ("name", "kind", "website_link", "description", "reason", "voucher_name", "voucher_email")
ALREADY_DECIDED_MESSAGE = (
    "Another editor has just decided this application, or it was withdrawn. You can see the result below."
)
ALREADY_OWNED_MESSAGE = (
    "A publisher with this name already has an owner. Ask the owner to invite the applicant, or turn it down."
)


@admin.register(PublisherApplication)
class PublisherApplicationAdmin(admin.ModelAdmin):
    """The admin of applications: waiting ones first, the oldest at the top."""

    form = DecisionForm
    list_display = ("name", "kind", "applicant", "status", "waiting_for", "decided_by")
    list_filter = ("status", "kind")
    list_select_related = ("applicant", "decided_by")
    search_fields = ("name",)
    ordering = (F("decided_at").desc(nulls_first=True), "created_at")
    readonly_fields = (
        *SENT_FIELDS,
        "sender",
        "created_at",
        "terms",
        "same_name",
        "status",
        "decided_by",
        "decided_at",
        "answer",
    )
    application_fieldset = ("What they sent", {"fields": SENT_FIELDS})
    details_fieldset = ("About it", {"fields": ["sender", "created_at", "terms", "same_name"]})
    decision_fieldset = ("Your decision", {"fields": ["decision", "why"]})
    outcome_fieldset = ("What was decided", {"fields": ["status", "decided_by", "decided_at", "answer"]})

    @admin.display(description="Website")
    def website_link(self, application: PublisherApplication) -> str:
        return format_html('<a href="{0}" rel="noreferrer nofollow">{0}</a>', application.website)

    @admin.display(description="Sent by")
    def sender(self, application: PublisherApplication) -> str:
        name, email = application.applicant.display_name, application.applicant.email
        return f"{name} <{email}>" if name else email

    @admin.display(description="Waiting for")
    def waiting_for(self, application: PublisherApplication) -> str:
        return timesince(application.created_at) if application.is_waiting else "–"

    @admin.display(description="On the Gateway already")
    def same_name(self, application: PublisherApplication) -> str:
        """Return which publisher already has this name, and what approving would do."""
        known = applications.find_publisher_of_same_name(application)
        if known is None:
            return "No publisher has this name. If you approve, we will make one."
        owners = known.memberships.owners().count()
        says = f"has {owners} owner(s), who can invite the applicant" if owners else "has no owner: approving makes one"
        return format_html('<a href="{}">{}</a> {}.', reverse("resources:people", args=[known.slug]), known.name, says)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        last = self.decision_fieldset if obj and obj.is_waiting else self.outcome_fieldset
        return (self.application_fieldset, self.details_fieldset, last)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False: decisions are kept, and a row is deleted only with the applicant's account."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow changes only to an application that is waiting."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_waiting)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Render one application with one button, or say that another editor decided it first."""
        try:
            return super().changeform_view(request, object_id, form_url, {"show_save_and_continue": False})
        except applications.DecidedMeanwhile:
            self.message_user(request, ALREADY_DECIDED_MESSAGE, messages.WARNING)
        except applications.HasOwners:
            self.message_user(request, ALREADY_OWNED_MESSAGE, messages.WARNING)
        return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: PublisherApplication, form: Any, change: bool) -> None:
        if form.cleaned_data["decision"] == APPROVE_CHOICE:
            applications.approve(obj, by=request.user)
        else:
            applications.turn_down(obj, by=request.user, reason=form.cleaned_data["why"])

    def response_change(self, request: HttpRequest, obj: PublisherApplication) -> HttpResponse:
        text = f"{obj.name}: {obj.get_status_display().lower()}. We have emailed the applicant."
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:resources_publisherapplication_changelist")
