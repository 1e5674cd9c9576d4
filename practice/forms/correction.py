"""The form with which an editor corrects an example in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.db.models import Manager

from gateway.catalogue.models import EditedMeanwhile
from practice.models import PracticeExample


class ContestedField(NamedTuple):
    """A field whose value in the form differs from the saved one."""

    label: str
    theirs: str
    yours: str


class CorrectionForm(forms.ModelForm):
    """A form that refuses to overwrite changes saved since the version on which it was opened."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PracticeExample
        fields = ("title",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.conflict: list[ContestedField] = []
        self.initial["version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        """Add an error if someone else has saved the example since the form was opened."""
        cleaned = super().clean() or self.cleaned_data
        opened = cleaned.get("version")
        if opened is not None and opened != self.instance.version:
            self.record_conflict()
        return cleaned

    def record_conflict(self) -> None:
        """Record the differing fields, and set the newest version so that saving again overwrites deliberately."""
        differing = [name for name in self.changed_data if name != "version" and name in self.cleaned_data]
        self.conflict = [row for row in map(self.get_both_texts, differing) if row.theirs != row.yours]
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(self.instance.version)
        self.data = data
        self.add_error(None, EditedMeanwhile.message)

    def get_both_texts(self, name: str) -> ContestedField:
        theirs, yours = getattr(self.instance, name), self.cleaned_data[name]
        choices = dict(getattr(PracticeExample._meta.get_field(name), "flatchoices", ()))
        label = str(self.fields[name].label)
        return ContestedField(label, *(format_value(choices.get(value, value)) for value in (theirs, yours)))


def format_value(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Manager):
        value = value.all()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "; ".join(str(each) for each in value)
    return str(value or "").replace("\r\n", "\n")
