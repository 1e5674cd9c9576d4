"""Forms for what a member follows and how often they are told of it."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from accounts.models import EmailFrequency, NotificationSettings
from discussions.models import Follow
from discussions.models.follow import MAX_NAME_LENGTH
from gateway.catalogue.text.characters import make_one_line


class ChoicesForm(forms.ModelForm):
    class Meta:
        model = NotificationSettings
        fields: ClassVar = ["how_often", "replies_at_once", "follow_own", "is_off"]
        widgets: ClassVar = {"how_often": forms.RadioSelect}
        labels: ClassVar = {
            "how_often": "How often do you want emails about what you follow?",
            "replies_at_once": "Email me immediately if I get a reply or mention, or my reply is marked as the answer",
            "follow_own": "Always follow what I ask, write and share",
            "is_off": "Do not email me about what I follow. I will check my notifications page",
        }
        help_texts: ClassVar = {
            "how_often": "We send daily emails at 7am and weekly emails on Mondays.",
        }


class FollowForm(forms.ModelForm):
    class Meta:
        model = Follow
        fields: ClassVar = ["how_often"]


class SearchForm(forms.Form):
    name = forms.CharField(
        label="A name for this search",
        max_length=MAX_NAME_LENGTH,
        help_text="We will show this name in your list and in our emails.",
    )
    how_often = forms.ChoiceField(label="Emails", choices=EmailFrequency.choices, initial=EmailFrequency.AS_USUAL)

    def clean_name(self) -> str:
        name = make_one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Enter a name that has letters or numbers.")
        return name
