"""Reports of messages in the admin, to look up only: they are decided in the editors' queue of discussions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest

from practice.models import MessageReport


@admin.register(MessageReport)
class MessageReportAdmin(admin.ModelAdmin):
    list_display = (
        "reported_at",
        "concern",
        "reason",
        "sender",
        "school",
        "handled_at",
    )
    list_filter = (("handled_at", admin.EmptyFieldListFilter),)
    list_select_related = (
        "message__sender",
        "message__school",
    )
    fields = readonly_fields = (
        "concern",
        "reason",
        "by",
        "reported_at",
        "sender",
        "school",
        "what_was_said",
        "handled_by",
        "handled_at",
    )

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Return the order with waiting reports first, the longest first."""
        return [F("handled_at").asc(nulls_first=True), "reported_at", "pk"]

    @admin.display(description="Who wrote the message")
    def sender(self, report: MessageReport) -> str:
        """Return the sender's name and e-mail address, so that an editor can act."""
        sender = report.message.sender
        return f"{sender.public_name} ({sender.email})" if sender else "A former member"

    @admin.display(description="School")
    def school(self, report: MessageReport) -> str:
        return report.message.school.name

    @admin.display(description="The message")
    def what_was_said(self, report: MessageReport) -> str:
        return report.message.text

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: only recipients of a message report it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
