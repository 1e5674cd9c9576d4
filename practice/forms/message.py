"""Forms for messages to schools and for reports of messages."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Concern
from gateway.catalogue.text.characters import strip_invisible
from practice.models import MessageReport, SchoolMessage


class MessageForm(forms.ModelForm):
    """A message with a key, so that it is stored once however often the form is sent."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = SchoolMessage
        fields: ClassVar = ["text"]
        labels: ClassVar = {"text": "Your message"}
        help_texts: ClassVar = {"text": "Do not name pupils, or include anything that could identify them."}
        widgets: ClassVar = {"text": forms.Textarea(attrs={"rows": 7})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"form_key": uuid.uuid4()})
        super().__init__(*args, **kwargs)

    def clean_text(self) -> str:
        """Return the text without invisible characters."""
        text = strip_invisible(self.cleaned_data["text"]).strip()
        if not text:
            raise ValidationError("Enter a message.")
        return text


class ReportForm(forms.ModelForm):
    """What is wrong with a message: a choice and an explanation."""

    concern = forms.ChoiceField(label="What is wrong?", choices=Concern, widget=forms.RadioSelect)

    class Meta:
        model = MessageReport
        fields: ClassVar = ["concern", "reason"]
        help_texts: ClassVar = {"reason": "Our editors will read the message and what you say here."}
        widgets: ClassVar = {"reason": forms.Textarea(attrs={"rows": 4})}

    def clean(self) -> dict[str, Any]:
        """Require an explanation if the choice is "other"."""
        values = super().clean() or {}
        values["reason"] = strip_invisible(values.get("reason", "")).strip()
        if values.get("concern") == Concern.OTHER and not values["reason"]:
            self.add_error("reason", "Tell us what is wrong, in a few words.")
        return values
