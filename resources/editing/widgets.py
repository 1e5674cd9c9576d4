"""Widgets that work without a script: described tick boxes and the browser's own choice of dates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from taggit.forms import TagWidget

from gateway.catalogue.models import AreaOfNeed, Item, KeywordOnItem

MAX_KEYWORDS_SUGGESTED = 300


class DescribedCheckboxes(forms.CheckboxSelectMultiple):
    """Tick boxes that say beneath each label what the term means; types of need stand beneath their area."""

    template_name = "resources/editing/described-checkboxes.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An option with its term's description and whether it stands beneath another."""
        option = super().create_option(name, value, *args, **kwargs)
        term = getattr(value, "instance", None)
        option["description"] = getattr(term, "description", "")
        option["is_beneath"] = bool(getattr(term, "parent_id", None))
        option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_about" if option["description"] else None
        return option


class TermsField(forms.ModelMultipleChoiceField):
    """Some terms of a vocabulary, each by its full name."""

    widget = DescribedCheckboxes

    def label_from_instance(self, term: Any) -> str:
        """The term's full name."""
        return term.name


def in_order(terms: QuerySet[Any]) -> QuerySet[Any]:
    """Terms in their order; broad areas of need are each followed by their types."""
    if terms.model is not AreaOfNeed:
        return terms
    area_order, area = Coalesce("parent__order", "order"), Coalesce("parent", "pk")
    return terms.order_by(area_order, area, F("parent").asc(nulls_first=True), "order", "pk")


class MarkdownInput(forms.Textarea):
    """A text with a button that shows it as readers will see it; with a script, beneath it."""

    template_name = "resources/editing/markdown.html"

    def __init__(self) -> None:
        super().__init__({"rows": 14, "cols": 60})


class KeywordsInput(TagWidget):
    """Keywords with commas between them; the browser suggests those in use, for each of them if scripts run."""

    template_name = "resources/editing/keywords.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the keywords that readers meet most often."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["attrs"] |= {"list": f"{widget['attrs'].get('id', name)}_known", "autocomplete": "off"}
        return context | {"keywords": known_keywords()}


def known_keywords() -> list[str]:
    """The keywords of what the public sees, the most used first; others' drafts are not told."""
    uses = KeywordOnItem.objects.filter(content_object__in=Item.objects.public().order_by())
    rows = uses.values("tag__name").annotate(number=Count("pk")).order_by("-number", "tag__name")
    return list(rows.values_list("tag__name", flat=True)[:MAX_KEYWORDS_SUGGESTED])


class DateTimeInput(forms.DateTimeInput):
    """The browser's own choice of a day and a time."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DateInput(forms.DateInput):
    """The browser's own choice of a day."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")
