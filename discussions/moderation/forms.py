"""Forms for reports, appeals and editors' decisions."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import END_OF_TIME, Concern
from discussions.models import ADVERSE_ACTS, Act, ReasonTemplate
from discussions.models.decision import MAX_REASON_LENGTH
from discussions.models.report import MAX_REPORT_LENGTH
from discussions.moderation.decisions import Ruling
from gateway.catalogue.text.characters import strip_invisible

SUSPENSION_PERIODS = {"week": timedelta(days=7), "month": timedelta(days=30)}
MEMBER_ACTS = [
    ("", "No action for the member"),
    ("warn", "Warn the member"),
    ("week", "Suspend the member for a week"),
    ("month", "Suspend the member for a month"),
    ("good", "Suspend the member permanently"),
    ("lift", "End the suspension"),
]


class WordsField(forms.CharField):
    """A text of a few sentences, without invisible characters."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return strip_invisible(super().to_python(value) or "").strip()


class ReportForm(forms.Form):
    """What is wrong, as a choice and in words. A visitor may leave an address."""

    concern = forms.ChoiceField(
        label="What is wrong?",
        choices=Concern,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is wrong."},
    )
    words = WordsField(
        label="What happened? (optional)",
        required=False,
        max_length=MAX_REPORT_LENGTH,
        widget=forms.Textarea({"rows": 4}),
        help_text="Tell us what is wrong and where it is. Only our editors will read this.",
    )
    email = forms.EmailField(
        label="Your email address (optional)",
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="We will only use it to tell you the outcome of your report.",
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_member: bool, **options: Any) -> None:
        options.setdefault("initial", {"form_key": uuid.uuid4()})
        super().__init__(*args, **options)
        if is_member:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Require words if the choice is "other"."""
        values = super().clean() or {}
        values["email"] = values.get("email", "").lower()
        if values.get("concern") == Concern.OTHER and not values.get("words"):
            self.add_error("words", "Enter a few words to say what is wrong.")
        return values


class AppealForm(forms.Form):
    words = WordsField(
        label="Why do you think this is wrong?",
        max_length=MAX_REASON_LENGTH,
        widget=forms.Textarea({"rows": 6}),
        help_text="You can appeal once. An editor who did not make the decision will read it, if there is one.",
    )


class DecisionForm(forms.Form):
    act = forms.ChoiceField(choices=[("", ""), *Act.choices], required=False)
    member = forms.ChoiceField(choices=MEMBER_ACTS, required=False)
    template = forms.ModelChoiceField(ReasonTemplate.objects.all(), required=False)
    words = WordsField(required=False, max_length=MAX_REASON_LENGTH)
    seen = forms.CharField(max_length=60)
    concern = forms.ChoiceField(choices=[("", ""), *Concern.choices], required=False)

    def clean(self) -> dict[str, Any]:
        """Require a reason for every decision against a member."""
        values = super().clean() or {}
        template = values.get("template")
        parts = [template.words if template else "", values.get("words", "")]
        values["reason"] = "\n\n".join(part for part in parts if part)[:MAX_REASON_LENGTH]
        values["concern"] = (template.concern if template else "") or values.get("concern", "")
        is_against = values.get("act") in ADVERSE_ACTS or values.get("member") not in ("", "lift", None)
        if is_against and not values["reason"]:
            raise ValidationError("Choose a reason or write one. We will send it to the person.")
        return values

    @property
    def ruling(self) -> Ruling:
        """Return the ruling. The template's reason and concern are left out if it is favourable."""
        values = self.cleaned_data
        chosen, act = values["member"], values["act"]
        is_fine = act in (Act.APPROVE, Act.KEEP, Act.RESTORE) and not chosen
        until = (
            END_OF_TIME
            if chosen == "good"
            else timezone.now() + SUSPENSION_PERIODS[chosen]
            if chosen in SUSPENSION_PERIODS
            else None
        )
        return Ruling(
            act=act,
            warns=chosen == "warn",
            until=until,
            lifts=chosen == "lift",
            reason=values["words"] if is_fine else values["reason"],
            concern="" if is_fine else values["concern"],
        )


class AppealDecisionForm(forms.Form):
    follow = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda value: value == "yes")
    words = WordsField(required=False, max_length=MAX_REASON_LENGTH)

    def clean(self) -> dict[str, Any]:
        """Require a reason to reject an appeal."""
        values = super().clean() or {}
        if values.get("follow") is False and not values.get("words"):
            raise ValidationError("Enter a reason to keep the decision. We will send it to the person who appealed.")
        return values
