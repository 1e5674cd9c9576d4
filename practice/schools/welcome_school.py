"""The step of the welcome that asks for a name and a school."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from accounts.forms import ProfileForm
from accounts.models import User
from accounts.views.welcome import Step, StepForm
from practice.models.school import MAX_QUERY_LENGTH

FIND_CHOICE, NOT_IN_A_SCHOOL_CHOICE = "find", "none"


class SchoolForm(StepForm):
    display_name = ProfileForm.base_fields["display_name"]
    school = forms.CharField(
        label="Your school or setting",
        max_length=MAX_QUERY_LENGTH,
        required=False,
        help_text="Enter part of its name, its town, postcode or URN. You will choose it from a list on the next page.",
        widget=forms.TextInput({"autocomplete": "organization"}),
    )

    def __init__(self, person: User, *args: Any, **options: Any) -> None:
        super().__init__(person, *args, **options)
        self.initial["display_name"] = person.display_name

    def save(self) -> str:
        """Save the name and return the address of the school search, or "" if the user does not work in a school."""
        self.save_words()
        if self.data.get("answer") == NOT_IN_A_SCHOOL_CHOICE:
            return ""
        words = self.cleaned_data["school"]
        return reverse("practice:find_school") + (f"?{urlencode({'q': words})}" if words else "")

    def save_words(self) -> None:
        name = self.cleaned_data["display_name"]
        if name != self.person.display_name:
            self.person.display_name = name
            self.person.save(update_fields=["display_name"])


SCHOOL_STEP = Step(
    "school",
    30,
    "Who are you, and where do you work?",
    "People trust what you write more when they know who you are. You can leave both empty.",
    SchoolForm,
    ((FIND_CHOICE, "Find my school"), (NOT_IN_A_SCHOOL_CHOICE, "I do not work in a school")),
)
