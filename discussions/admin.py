"""Moderation in the admin: editors can change the rules and reasons; nobody can change the log and the reports."""

from __future__ import annotations

from django.contrib import admin

from discussions.models import Appeal, LinkRule, ModerationDecision, ReasonTemplate, Report, WordRule
from gateway.catalogue.admin import ReadOnlyAdmin


@admin.register(WordRule)
class WordRuleAdmin(admin.ModelAdmin):
    list_display = (
        "words",
        "is_whole",
        "action",
        "note",
    )
    list_filter = ("action",)
    search_fields = (
        "words",
        "note",
    )


@admin.register(LinkRule)
class LinkRuleAdmin(admin.ModelAdmin):
    list_display = (
        "host",
        "action",
        "note",
    )
    list_filter = ("action",)
    search_fields = (
        "host",
        "note",
    )


@admin.register(ReasonTemplate)
class ReasonTemplateAdmin(admin.ModelAdmin):
    list_display = (
        "title",
        "concern",
        "order",
    )
    search_fields = ("title",)


@admin.register(ModerationDecision)
class ModerationDecisionAdmin(ReadOnlyAdmin):
    """The log of every decision of every editor."""

    list_display = (
        "at",
        "act",
        "member",
        "by",
        "concern",
        "until",
    )
    list_filter = (
        "act",
        "concern",
        "at",
    )
    list_select_related = (
        "member",
        "by",
    )
    search_fields = (
        "reason",
        "text",
        "member__display_name",
        "member__email",
        "by__display_name",
        "by__email",
    )
    date_hierarchy = "at"
    fields = readonly_fields = (
        "at",
        "act",
        "by",
        "member",
        "comment",
        "message",
        "concern",
        "reason",
        "text",
        "until",
    )


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Reports of posts and members, which are handled in the queue at /discussions/moderation/."""

    list_display = (
        "created_at",
        "concern",
        "comment",
        "member",
        "by",
        "handled_at",
        "looks_automated",
    )
    list_filter = (
        ("handled_at", admin.EmptyFieldListFilter),
        "concern",
        "looks_automated",
    )
    list_select_related = (
        "comment",
        "member",
        "by",
    )
    search_fields = (
        "words",
        "text",
    )
    fields = readonly_fields = (
        "created_at",
        "concern",
        "words",
        "comment",
        "member",
        "text",
        "by",
        "email",
        "handled_at",
        "looks_automated",
    )


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    """Appeals, which are decided in the queue."""

    list_display = (
        "created_at",
        "by",
        "decision",
        "decided_at",
        "answer",
    )
    list_filter = (("decided_at", admin.EmptyFieldListFilter),)
    list_select_related = (
        "by",
        "decision",
        "answer",
    )
    fields = readonly_fields = (
        "created_at",
        "by",
        "decision",
        "words",
        "decided_at",
        "answer",
    )
