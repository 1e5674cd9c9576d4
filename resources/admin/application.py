"""The editors' queue of organisations that want to become publishers."""

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

SENT_FIELDS = ("name", "kind", "site", "description", "reason", "voucher_name", "voucher_email")
ALREADY_DECIDED_MESSAGE = (
    "Another editor has just decided this application, or it was withdrawn. You can see the result below."
)
ALREADY_OWNED_MESSAGE = (
    "A publisher with this name already has an owner. Ask the owner to invite the applicant, or turn it down."
)


@admin.register(PublisherApplication)
class PublisherApplicationAdmin(admin.ModelAdmin):
    """Applications: first those that wait, the longest waiting on top."""

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
        "known_as",
        "status",
        "decided_by",
        "decided_at",
        "answer",
    )
    sent = ("What they sent", {"fields": SENT_FIELDS})
    about = ("About it", {"fields": ["sender", "created_at", "terms", "known_as"]})
    to_decide = ("Your decision", {"fields": ["decision", "why"]})
    decided = ("What was decided", {"fields": ["status", "decided_by", "decided_at", "answer"]})

    @admin.display(description="Website")
    def site(self, application: PublisherApplication) -> str:
        """A link that says where it leads."""
        return format_html('<a href="{0}" rel="noreferrer nofollow">{0}</a>', application.website)

    @admin.display(description="Sent by")
    def sender(self, application: PublisherApplication) -> str:
        """Who applied, with the address to write to."""
        name, email = application.applicant.display_name, application.applicant.email
        return f"{name} <{email}>" if name else email

    @admin.display(description="Waiting for")
    def waiting_for(self, application: PublisherApplication) -> str:
        """How long, if it is not decided."""
        return timesince(application.created_at) if application.is_waiting else "–"

    @admin.display(description="On the Gateway already")
    def known_as(self, application: PublisherApplication) -> str:
        """The publisher of this name, and what approving would mean."""
        known = applications.namesake(application)
        if known is None:
            return "No publisher has this name. If you approve, we will make one."
        owners = known.memberships.owners().count()
        says = f"has {owners} owner(s), who can invite the applicant" if owners else "has no owner: approving makes one"
        return format_html('<a href="{}">{}</a> {}.', reverse("resources:people", args=[known.slug]), known.name, says)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What is to decide, or what was decided."""
        return (self.sent, self.about, self.to_decide if obj and obj.is_waiting else self.decided)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Applications come from applicants."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was decided stays known; it goes with the applicant's account."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only a waiting one can be decided."""
        return super().has_change_permission(request, obj) and (obj is None or obj.is_waiting)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The page of one application, with one button; says so if somebody else decided it first."""
        try:
            return super().changeform_view(request, object_id, form_url, {"show_save_and_continue": False})
        except applications.DecidedMeanwhile:
            self.message_user(request, ALREADY_DECIDED_MESSAGE, messages.WARNING)
        except applications.HasOwners:
            self.message_user(request, ALREADY_OWNED_MESSAGE, messages.WARNING)
        return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: PublisherApplication, form: Any, change: bool) -> None:
        """Decides."""
        if form.cleaned_data["decision"] == APPROVE_CHOICE:
            applications.approve(obj, by=request.user)
        else:
            applications.turn_down(obj, by=request.user, reason=form.cleaned_data["why"])

    def response_change(self, request: HttpRequest, obj: PublisherApplication) -> HttpResponse:
        """Says what happened, and shows what waits next."""
        text = f"{obj.name}: {obj.get_status_display().lower()}. We have emailed the applicant."
        self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:resources_publisherapplication_changelist")
