"""People in the admin, for superusers."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm

from accounts.models import User


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
        (None, {"fields": ["email", "password", "display_name"]}),
        ("What they may do", {"fields": ["is_active", "is_staff", "is_editor", "is_superuser"]}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    )
    add_fieldsets = ((None, {"fields": ["email", "usable_password", "password1", "password2"]}),)
