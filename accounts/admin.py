from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator

from accounts import account_sections
from accounts.admin_confirmation import Consequences, confirmation_required
from accounts.auth.reauthentication import fresh_log_in_required
from accounts.auth.second_factor_reset import ResetNotAllowed, may_reset_second_factors, reset_second_factor
from accounts.mail.outbox import deliver
from accounts.models import OutgoingMessage, User
from accounts.models.outgoing_message import OutgoingMessageQuerySet
from accounts.privacy.deletion import DELETED_USER_NAME, remove_person

MAX_REASON_LENGTH = 500
RIGHT_FIELDS = ("is_active", "is_staff", "is_editor", "resets_second_factors", "is_superuser")


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email",)


class PeopleList(ChangeList):
    """A change list that reads the roles of all users on a page at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        people: Any = list(self.result_list)
        roles = account_sections.get_roles([person.pk for person in people])
        for person in people:
            person.cached_roles = roles[person.pk]
        self.result_list = people


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Users in the admin: editors can find people, and only superusers decide what people may do."""

    form = UserChangeForm
    add_form = PersonCreationForm
    ordering = ("email",)
    list_display = (
        "public_name",
        "roles",
        "standing",
        "is_editor",
        "is_active",
    )
    list_filter = (
        "is_editor",
        "is_staff",
        "is_active",
    )
    search_fields = (
        "=email",
        "display_name",
        "organisation",
        "role",
        "school_memberships__school__name",
        "memberships__publisher__name",
    )
    search_help_text = "Search by name, organisation, school, publisher or full email address."
    readonly_fields = (
        "last_login",
        "date_joined",
        "public_name",
        "roles",
        "standing",
    )
    change_form_template = "admin/accounts/user/change_form.html"
    fieldsets = (
        (None, {"fields": ["email", "password", "display_name", "role", "organisation"]}),
        (
            "What they may do",
            {"fields": list(RIGHT_FIELDS)},
        ),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    )
    add_fieldsets = ((None, {"fields": ["email", "usable_password", "password1", "password2"]}),)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show editors who a user is, but not the address or the password."""
        if self.has_change_permission(request, obj) or obj is None:
            return super().get_fieldsets(request, obj)
        shown = ["public_name", "roles", "standing", "is_editor", "is_active", "date_joined"]
        return ((None, {"fields": shown}),)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return PeopleList

    @admin.display(description="name")
    def public_name(self, person: User) -> str:
        return person.public_name

    @admin.display(description="roles")
    def roles(self, person: User) -> str:
        roles = getattr(person, "cached_roles", None)
        if roles is None:
            roles = account_sections.get_roles([person.pk])[person.pk]
        return "; ".join(filter(None, [person.get_role_display(), person.organisation, *roles])) or "-"

    @admin.display(description="standing")
    def standing(self, person: User) -> str:
        if not person.is_active:
            return "Closed"
        if not person.is_suspended:
            return "Takes part"
        until = "permanently" if person.is_suspended_for_good else f"until {person.suspended_until:%-d %B %Y}"
        return f"Suspended {until}"

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.reset_second_step)
        return [path("<int:pk>/reset-second-step/", view, name="accounts_user_reset_second_step"), *super().get_urls()]

    @method_decorator(fresh_log_in_required)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        return super().add_view(request, form_url, extra_context)

    @method_decorator(fresh_log_in_required)
    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        offers = {"may_reset": may_reset_second_factors(request.user)}
        return super().change_view(request, object_id, form_url, {**offers, **(extra_context or {})})

    @method_decorator(fresh_log_in_required)
    def reset_second_step(self, request: HttpRequest, pk: int) -> HttpResponse:
        by = cast(User, request.user)
        if not may_reset_second_factors(by):
            raise Http404
        person = get_object_or_404(User, pk=pk)
        reason = request.POST.get("reason", "").strip()[:MAX_REASON_LENGTH]
        if request.method == "POST" and reason:
            try:
                reset_second_factor(person, by, reason)
            except ResetNotAllowed as why:
                self.message_user(request, str(why), messages.ERROR)
            else:
                self.message_user(request, f"You reset the second step of {person.public_name}. We have told them.")
            return redirect("admin:accounts_user_change", person.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Reset the second step of {person.public_name}",
            "person": person,
            "opts": self.opts,
            "is_missing": request.method == "POST",
        }
        return TemplateResponse(request, "admin/accounts/user/reset_second_step.html", context)

    def get_deleted_objects(
        self, people: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Ask about the users alone: their data is deleted as if they had left, whatever the admin allows."""
        return [str(person) for person in people], {"people": len(people)}, set(), []

    def delete_model(self, request: HttpRequest, person: User) -> None:
        """Remove a user's name and address from the whole database, as if they had left."""
        remove_person(person)

    def delete_queryset(self, request: HttpRequest, people: QuerySet[User]) -> None:
        for person in people:
            remove_person(person)

    def log_deletions(self, request: HttpRequest, people: Iterable[User]) -> Any:
        """Log that a user was deleted, but not who it was."""
        nameless = [copy(person) for person in people]
        for person in nameless:
            person.display_name = DELETED_USER_NAME
        return super().log_deletions(request, cast(Any, nameless))


@admin.register(OutgoingMessage)
class OutgoingMessageAdmin(admin.ModelAdmin):
    """Messages that wait or could not be sent, without their text, which may hold links that open an account."""

    list_display = ("subject", "recipients", "queued_at", "attempts", "due_at", "failed_at", "last_error")
    list_filter = (("failed_at", admin.EmptyFieldListFilter),)
    search_fields = ("recipients", "subject")
    actions = ("send_again",)
    fields = readonly_fields = list_display

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def explain_send_again(self, request: HttpRequest, queryset: QuerySet) -> Consequences:
        """Show who gets which message, because some may have had it already."""
        effects = [f"“{each.subject}” goes to {each.recipients}." for each in queryset]
        return Consequences("Send these messages again?", effects, "Yes, send them")

    @admin.action(description="Send the selected messages again …", permissions=["change"])
    @confirmation_required(explain_send_again)
    def send_again(self, request: HttpRequest, chosen: OutgoingMessageQuerySet) -> None:
        """Make the chosen messages due and have a task send them."""
        count = chosen.send_again()
        transaction.on_commit(deliver.enqueue, robust=True)
        self.message_user(request, f"We will send {count:,} again in a moment.")
