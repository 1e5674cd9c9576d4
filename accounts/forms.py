from __future__ import annotations

from typing import ClassVar

from django import forms

from accounts.models import User

KEEP_CHOICE, DELETE_CHOICE = "keep", "take-away"


class ProfileForm(forms.ModelForm[User]):
    """The form for what others see of a user."""

    class Meta:
        model = User
        fields: ClassVar = ["display_name", "role", "organisation"]
        labels: ClassVar = {"display_name": "Your name", "role": "Your role", "organisation": "School or organisation"}
        help_texts: ClassVar = {
            "display_name": "Other people see this next to your posts. You do not need to use your full name.",
            "organisation": "Where you work, if you want other people to see it.",
        }
        widgets: ClassVar = {
            "display_name": forms.TextInput({"autocomplete": "nickname"}),
            "organisation": forms.TextInput({"autocomplete": "organization"}),
        }


class DeleteAccountForm(forms.Form):
    """The form that asks how to delete an account."""

    shared = forms.ChoiceField(
        label="What should we do with what you have shared?",
        choices={
            KEEP_CHOICE: "Leave it on the Gateway, as written by “a former member” instead of you. "
            "We will delete drafts that you never sent.",
            DELETE_CHOICE: "Delete it too.",
        },
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what we should do with what you have shared."},
    )
    sure = forms.BooleanField(
        label="Yes, permanently delete my account",
        error_messages={"required": "Tick the box to confirm that you want to delete your account."},
    )
