"""The box for keywords, in whatever form they are asked: those in use are suggested."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count
from taggit.forms import TagWidget

from gateway.catalogue.models import Item, KeywordOnItem

MAX_KEYWORDS_SUGGESTED = 300


class KeywordsInput(TagWidget):
    """Keywords with commas between them; without a script a plain box, for which a browser suggests the first word."""

    template_name = "catalogue/keywords-input.html"

    class Media:
        css = {"all": ["css/keywords.css"]}  # noqa: RUF012
        js = (forms.Script("js/listbox.js", defer=True), forms.Script("js/keywords.js", defer=True))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Adds the keywords that readers meet most often."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        known = f"{widget['attrs'].get('id', name)}_known"
        widget["attrs"] |= {"list": known, "autocomplete": "off", "data-whole-words": True}
        return context | {"keywords": known_keywords()}


def known_keywords() -> list[str]:
    """The keywords of what the public sees, the most used first; others' drafts are not told."""
    uses = KeywordOnItem.objects.filter(content_object__in=Item.objects.public().order_by())
    rows = uses.values("tag__name").annotate(number=Count("pk")).order_by("-number", "tag__name")
    return list(rows.values_list("tag__name", flat=True)[:MAX_KEYWORDS_SUGGESTED])
