"""The input for keywords in any form, with suggestions of those in use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Count
from taggit.forms import TagWidget

from gateway.catalogue.models import Item, KeywordOnItem

MAX_KEYWORDS_SUGGESTED = 300
KEYWORD_PATTERN = re.compile(r'\s*"([^"]*)"\s*(?:,|\Z)|([^,]+)')


class KeywordsInput(TagWidget):
    """Keywords separated by commas.

    Without JavaScript it is a plain input, for which a browser suggests only the first word.
    """

    template_name = "catalogue/keywords-input.html"

    class Media:
        css = {"all": ["css/keywords.css"]}  # noqa: RUF012
        js = (forms.Script("js/listbox.js", defer=True), forms.Script("js/keywords.js", defer=True))

    def format_value(self, value: Any) -> Any:
        """Return keywords in the order of the alphabet, with quotes only where a comma does not separate them."""
        if value is None or isinstance(value, str):
            return super().format_value(value)
        names = [keyword.name for keyword in value]
        if len(names) == 1 and " " in names[0]:
            return f'"{names[0]}"'
        return format_keywords(names)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the keywords that readers meet most often."""
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        known = f"{widget['attrs'].get('id', name)}_known"
        widget["attrs"] |= {"list": known, "autocomplete": "off", "data-whole-words": True}
        return context | {"keywords": get_known_keywords()}


def format_keywords(names: Iterable[str]) -> str:
    """Return keywords in the order of the alphabet, separated by commas, and in quotes if they contain a comma."""
    return ", ".join(f'"{name}"' if "," in name else name for name in sorted(names, key=str.casefold))


def parse_keywords(text: str) -> list[str]:
    """Return the keywords in a text that commas separate, except those in quotes."""
    return [quoted or plain for quoted, plain in KEYWORD_PATTERN.findall(text)]


def get_known_keywords() -> list[str]:
    """Return the keywords of public items, the most used first; drafts are left out, so that nothing leaks."""
    uses = KeywordOnItem.objects.filter(content_object__in=Item.objects.public().order_by())
    rows = uses.values("tag__name").annotate(number=Count("pk")).order_by("-number", "tag__name")
    return list(rows.values_list("tag__name", flat=True)[:MAX_KEYWORDS_SUGGESTED])
