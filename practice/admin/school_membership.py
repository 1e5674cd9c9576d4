"""Memberships of schools in the admin, those that wait the longest first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest

from accounts.admin_confirmation import Consequences, confirmation_required
from practice.models import SchoolMembership
from practice.schools import memberships


@admin.register(SchoolMembership)
class SchoolMembershipAdmin(admin.ModelAdmin):
    """Memberships of schools, which can be decided but not deleted."""

    list_display = (
        "person",
        "school",
        "role",
        "status",
        "asked_at",
        "shown_address",
        "confirmed_how",
    )
    list_filter = (
        "status",
        "confirmed_how",
    )
    show_facets = admin.ShowFacets.ALWAYS
    list_select_related = (
        "user",
        "school",
    )
    search_fields = (
        "user__email",
        "user__display_name",
        "school__name",
        "school__urn",
    )
    fields = readonly_fields = (
        "user",
        "school",
        "role",
        "status",
        "asked_at",
        "work_email",
        "work_email_shown_at",
        "confirmed_how",
        "decided_by",
        "decided_at",
        "ended_at",
    )
    actions = (
        "confirm",
        "refuse",
    )

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [Case(When(status=SchoolMembership.Status.WAITING, then=0), default=1), "asked_at", "pk"]

    @admin.display(description="Person", ordering="user__email")
    def person(self, membership: SchoolMembership) -> str:
        """Return the user's name and e-mail address, so that an editor can tell people apart."""
        return f"{membership.user.public_name} ({membership.user.email})"

    @admin.display(description="Reads mail at")
    def shown_address(self, membership: SchoolMembership) -> str:
        """Return the work address, once the user has shown that they read mail there."""
        return membership.work_email if membership.work_email_shown_at else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False: members ask to join a school themselves."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def explain(self, request: HttpRequest, queryset: QuerySet, question: str, button: str) -> Consequences:
        """Return who will get an e-mail about the decision, and how many of the selected are left out."""
        waiting = SchoolMembership.objects.decidable_by(request.user).filter(pk__in=queryset.values("pk"))
        rows = waiting.select_related("user", "school")
        effects = [f"{self.person(each)}, {each.role} at {each.school}, will get an email." for each in rows]
        left = len(queryset) - len(effects)
        if left and effects:
            effects.append(f"{left} more were not waiting, or are your own. We will not change them.")
        problem = "" if effects else f"There is nothing to decide. {left} were not waiting, or are your own."
        return Consequences(question, effects, button, problem=problem)

    def explain_confirm(self, request: HttpRequest, queryset: QuerySet) -> Consequences:
        return self.explain(request, queryset, "Confirm that they work there?", "Yes, confirm them")

    def explain_refuse(self, request: HttpRequest, queryset: QuerySet) -> Consequences:
        return self.explain(request, queryset, "Refuse to confirm that they work there?", "Yes, refuse them")

    @admin.action(description="Confirm: they work there …", permissions=["change"])
    @confirmation_required(explain_confirm)
    def confirm(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Confirm the selected memberships that wait."""
        self.decide(request, queryset, memberships.confirm)

    @admin.action(description="Refuse: we cannot confirm it …", permissions=["change"])
    @confirmation_required(explain_refuse)
    def refuse(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Refuse the selected memberships that wait."""
        self.decide(request, queryset, memberships.refuse)

    def decide(self, request: HttpRequest, queryset: QuerySet, act: Callable[..., None]) -> None:
        """Decide each waiting membership except the editor's own, and report how many were decided."""
        decidable = SchoolMembership.objects.decidable_by(request.user).filter(pk__in=queryset.values("pk"))
        done = 0
        for membership in decidable.select_related("user", "school"):
            try:
                act(membership, by=request.user)
            except memberships.DecidedBefore:
                continue
            done += 1
        left = len(queryset) - done
        note = f" {left} were not waiting, or are your own." if left else ""
        self.message_user(request, f"{done} decided.{note}", messages.WARNING if left else messages.SUCCESS)
