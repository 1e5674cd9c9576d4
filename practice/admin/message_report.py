"""Reports of messages in the admin, to look them up; they are decided in the editors' queue of discussions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest

from practice.models import MessageReport


@admin.register(MessageReport)
class MessageReportAdmin(admin.ModelAdmin):
    """Reports, those that wait first."""

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
        """What waits, the longest first."""
        return [F("handled_at").asc(nulls_first=True), "reported_at", "pk"]

    @admin.display(description="Who wrote the message")
    def sender(self, report: MessageReport) -> str:
        """The sender, with the address, so that an editor can act."""
        sender = report.message.sender
        return f"{sender.public_name} ({sender.email})" if sender else "A former member"

    @admin.display(description="School")
    def school(self, report: MessageReport) -> str:
        """The school that the conversation is with."""
        return report.message.school.name

    @admin.display(description="The message")
    def what_was_said(self, report: MessageReport) -> str:
        """The words, as text."""
        return report.message.text

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Those who got a message report it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reports stay."""
        return False
