"""Forms of the admin for the taxonomy and the synonyms of search."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from gateway.catalogue.models import FocusArea, Synonym, Term


class LinesField(forms.CharField):
    """A list of short texts, one on each line; blank lines are dropped."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class TermForm(forms.ModelForm):
    synonyms = LinesField(required=False, help_text="Other words for it. Put each one on a new line.")

    class Meta:
        model: ClassVar[type[Term]] = FocusArea
        fields: ClassVar = "__all__"


class FocusAreaForm(TermForm):
    questions = LinesField(required=False, help_text="Questions for a school to ask itself. Put each on a new line.")


class SynonymForm(forms.ModelForm):
    equivalents = LinesField(help_text="Other names for it, including abbreviations. Put each one on a new line.")

    class Meta:
        model: ClassVar[type[Synonym]] = Synonym
        fields: ClassVar = ("term", "equivalents")
