"""Forms of safety: a report, an appeal, and what an editor decides."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import FOR_GOOD, Concern
from discussions.models import Act
from discussions.models.decision import LONGEST_REASON
from discussions.models.report import LONGEST_WORDS
from gateway.catalogue.text import plain

SPANS = {"week": timedelta(days=7), "month": timedelta(days=30)}
MEMBER_ACTS = [
    ("", "Nothing further for the member"),
    ("warn", "Warn the member"),
    ("week", "Suspend the member for a week"),
    ("month", "Suspend the member for a month"),
    ("good", "Suspend the member for good"),
]


class WordsField(forms.CharField):
    """A few sentences without what no reader sees."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """The words as they are kept."""
        return plain(super().to_python(value) or "").strip()


class ReportForm(forms.Form):
    """What is wrong, in a choice and in words; a visitor may leave an address."""

    concern = forms.ChoiceField(label="What is wrong?", choices=Concern, widget=forms.RadioSelect)
    words = WordsField(
        label="In your words", required=False, max_length=LONGEST_WORDS, widget=forms.Textarea({"rows": 4}),
        help_text="You can leave this out. It helps us to say what is wrong and where. Only our editors read it.",
    )  # fmt: skip
    email = forms.EmailField(
        label="Your e-mail address", required=False, max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="You can leave this out. We use it only to tell you what came of your report.",
    )  # fmt: skip
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_member: bool, **options: Any) -> None:
        options.setdefault("initial", {"form_key": uuid.uuid4()})
        super().__init__(*args, **options)
        if is_member:
            del self.fields["email"]

    def clean(self) -> dict[str, Any]:
        """Words are needed where the choice says nothing."""
        values = super().clean() or {}
        values["email"] = values.get("email", "").lower()
        if values.get("concern") == Concern.OTHER and not values.get("words"):
            self.add_error("words", "Say in a few words what is wrong.")
        return values


class AppealForm(forms.Form):
    """Why a decision is wrong."""

    words = WordsField(
        label="Why do you think that this is wrong?", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 6}),
        help_text="You can appeal once. If there is another editor, it is not the one who decided who reads this.",
    )  # fmt: skip


class DecisionForm(forms.Form):
    """What an editor decides about a post, a message or a member, and why."""

    act = forms.ChoiceField(choices=Act, required=False)
    member = forms.ChoiceField(choices=MEMBER_ACTS, required=False)
    concern = forms.ChoiceField(choices=[("", "No reason to name"), *Concern.choices], required=False)
    template = forms.CharField(required=False, max_length=LONGEST_REASON)
    words = WordsField(required=False, max_length=LONGEST_REASON)
    seen = forms.IntegerField(min_value=0)
    version = forms.IntegerField(min_value=0, required=False)

    needs_reason = (Act.HIDE, Act.SUSPEND, Act.WARN)

    def clean(self) -> dict[str, Any]:
        """A reason is needed for whatever goes against somebody."""
        values = super().clean() or {}
        parts = [plain(values.get("template", "")).strip(), values.get("words", "")]
        values["reason"] = "\n\n".join(part for part in parts if part)[:LONGEST_REASON]
        is_against = values.get("act") in self.needs_reason or values.get("member")
        if is_against and not values["reason"]:
            raise ValidationError("Choose a reason or write one: the person concerned is told why.")
        return values

    @property
    def until(self) -> datetime | None:
        """Until when the member is suspended, if so."""
        chosen = self.cleaned_data["member"]
        if chosen == "good":
            return FOR_GOOD
        return timezone.now() + SPANS[chosen] if chosen in SPANS else None
