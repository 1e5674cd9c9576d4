"""Details asked for at sign-up besides address and password.

allauth's forms build on this module, so it must not import them.
"""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from accounts.models.user import role_choices


def get_role_choices() -> list[tuple[str, str]]:
    return [("", "Choose your role"), *role_choices()]


class SignupDetails(forms.Form):
    """The role, which every new user chooses; name and organisation can wait."""

    role = forms.ChoiceField(choices=get_role_choices, help_text="Choose the closest one. You can change it later.")
    field_order = ("email", "role", "password1")

    def signup(self, request: Any, user: User) -> None:
        """Save the role of the user whom allauth has just created."""
        user.role = self.cleaned_data["role"]
        user.save(update_fields=["role"])
