"""People in the admin, for superusers, and the outbox, for editors."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.leaving import NOBODY, delete_person
from accounts.models import OutgoingMessage, User
from accounts.models.outgoing import OutgoingMessageQuerySet
from accounts.outbox import deliver


class PersonCreationForm(AdminUserCreationForm):
    """A new person, by e-mail address."""

    class Meta:
        model = User
        fields = ("email",)


@admin.register(User)
class PersonAdmin(UserAdmin):
    """Everybody who can log in."""

    form = UserChangeForm
    add_form = PersonCreationForm
    ordering = ("email",)
    list_display = (
        "email",
        "display_name",
        "is_editor",
        "is_staff",
        "is_active",
    )
    list_filter = (
        "is_editor",
        "is_staff",
        "is_active",
    )
    search_fields = (
        "email",
        "display_name",
    )
    readonly_fields = (
        "last_login",
        "date_joined",
    )
    fieldsets = (
        (None, {"fields": ["email", "password", "display_name", "role", "organisation"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", "is_editor", "is_superuser"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    )
    add_fieldsets = ((None, {"fields": ["email", "usable_password", "password1", "password2"]}),)

    def get_deleted_objects(
        self, people: Any, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Asks about the people alone: what goes with them goes as if they left, whatever the admin allows of it."""
        return [str(person) for person in people], {"people": len(people)}, set(), []

    def delete_model(self, request: HttpRequest, person: User) -> None:
        """Takes a person's name and address out of the whole database, as their own leaving would."""
        delete_person(person, take_away=False)

    def delete_queryset(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """The same for several."""
        for person in people:
            delete_person(person, take_away=False)

    def log_deletions(self, request: HttpRequest, people: Iterable[User]) -> Any:
        """Logs that somebody was deleted, and not who."""
        nameless = [copy(person) for person in people]
        for person in nameless:
            person.display_name = NOBODY
        return super().log_deletions(request, cast(Any, nameless))


@admin.register(OutgoingMessage)
class OutgoingMessageAdmin(admin.ModelAdmin):
    """Messages that wait or could not be sent. What they say is not shown: they may hold links that open an account."""

    list_display = ("subject", "recipients", "queued_at", "attempts", "due_at", "failed_at", "last_error")
    list_filter = (("failed_at", admin.EmptyFieldListFilter),)
    search_fields = ("recipients", "subject")
    actions = ("send_again",)
    fields = readonly_fields = list_display

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody writes into the outbox by hand."""
        return False

    @admin.action(description="Send the chosen messages again", permissions=["change"])
    def send_again(self, request: HttpRequest, chosen: OutgoingMessageQuerySet) -> None:
        """Makes the chosen messages due and has a task send them."""
        count = chosen.send_again()
        transaction.on_commit(deliver.enqueue, robust=True)
        self.message_user(request, f"{count} will be sent again in a moment.")
