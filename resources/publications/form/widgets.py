"""Widgets that work without JavaScript: tick boxes with descriptions, and the browser's date pickers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from gateway.catalogue.models import AreaOfNeed


class DescribedCheckboxes(forms.CheckboxSelectMultiple):
    """Tick boxes with the meaning of each term below its label. Types of need are nested under their area."""

    template_name = "resources/publication-form/described-checkboxes.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        term = getattr(value, "instance", None)
        option["description"] = getattr(term, "description", "")
        option["is_beneath"] = bool(getattr(term, "parent_id", None))
        option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_about" if option["description"] else None
        return option


class TermsField(forms.ModelMultipleChoiceField):
    widget = DescribedCheckboxes

    def label_from_instance(self, term: Any) -> str:
        return term.name


def order_terms(terms: QuerySet[Any]) -> QuerySet[Any]:
    """Return terms in order. Each broad area of need is followed by its types."""
    if terms.model is not AreaOfNeed:
        return terms
    area_order, area = Coalesce("parent__order", "order"), Coalesce("parent", "pk")
    return terms.order_by(area_order, area, F("parent").asc(nulls_first=True), "order", "pk")


class MarkdownInput(forms.Textarea):
    """A text area with a preview button. With JavaScript, the preview appears below it."""

    template_name = "resources/publication-form/markdown-input.html"

    def __init__(self) -> None:
        super().__init__({"rows": 14, "cols": 60})


class DateTimeInput(forms.DateTimeInput):
    """The browser's own date and time picker."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
