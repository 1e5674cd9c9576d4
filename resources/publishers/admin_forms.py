"""The admin forms of editors for publishers and applications."""

from __future__ import annotations

from typing import Any

from django import forms

from gateway.catalogue.text.characters import make_one_line
from resources.models import Publisher, PublisherApplication

APPROVE_CHOICE, TURN_DOWN_CHOICE = "approve", "turn_down"
TEXT_WIDGET = forms.Textarea({"rows": 4})


class DecisionForm(forms.ModelForm):
    """The decision to approve an application, or to turn it down with a reason."""

    decision = forms.ChoiceField(
        choices=[(APPROVE_CHOICE, "Approve: it becomes a publisher"), (TURN_DOWN_CHOICE, "Turn down")],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label="Reason",
        required=False,
        max_length=2000,
        widget=TEXT_WIDGET,
        help_text="Enter a reason if you turn it down. We will email it to the applicant.",
    )

    class Meta:
        model = PublisherApplication
        fields = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("decision") == TURN_DOWN_CHOICE and not cleaned.get("why"):
            self.add_error("why", "Enter a reason, so that the applicant understands why.")
        return cleaned


class PublisherForm(forms.ModelForm):
    """A publisher, with the reason for a change of trust or a suspension."""

    why = forms.CharField(
        label="Reason",
        required=False,
        max_length=1000,
        widget=TEXT_WIDGET,
        help_text="For a suspension, bringing it back, or a change of trust. We will email this to its owners.",
    )

    class Meta:
        model = Publisher
        fields = ("name", "slug", "website", "description", "is_sample", "is_trusted", "is_suspended")

    def clean_name(self) -> str:
        name = make_one_line(self.cleaned_data["name"])
        if Publisher.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Another publisher has this name.")
        return name

    def clean(self) -> dict[str, Any]:
        """Require a reason for a suspension."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_suspended") and "is_suspended" in self.changed_data and not cleaned.get("why"):
            self.add_error("why", "Enter why you are suspending it, and what would bring it back.")
        return cleaned
