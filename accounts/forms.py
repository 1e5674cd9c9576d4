"""The forms of the person's page."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from accounts.models import User

KEEP, TAKE_AWAY = "keep", "take-away"


class ProfileForm(forms.ModelForm[User]):
    """What others see of a person."""

    class Meta:
        model = User
        fields: ClassVar = ["display_name", "role", "organisation"]
        labels: ClassVar = {"display_name": "Your name", "role": "Your role", "organisation": "School or organisation"}
        widgets: ClassVar = {
            "display_name": forms.TextInput({"autocomplete": "nickname"}),
            "organisation": forms.TextInput({"autocomplete": "organization"}),
        }


class LeaveForm(forms.Form):
    """How an account is to end."""

    shared = forms.ChoiceField(
        label="What should happen to what you have shared?",
        choices={
            KEEP: "Leave it on the Gateway. It stays as the words of “a former member”, without my name. "
            "Drafts that I never sent are deleted.",
            TAKE_AWAY: "Delete it too.",
        },
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(
        label="Yes, delete my account for good",
        error_messages={"required": "Tick the box to show that you are sure."},
    )
