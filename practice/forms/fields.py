"""Fields of the sharing form: text without invisible characters, topics as tick boxes, and keywords."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from gateway.catalogue.models import AreaOfNeed, Keyword, Term
from gateway.catalogue.taxonomy.keyword_input import KeywordsInput, parse_keywords
from gateway.catalogue.text.characters import strip_invisible

MAX_KEYWORDS = 8


class PlainTextField(forms.CharField):
    """A text field without a `maxlength`, so that the browser cuts nothing off while an author types or pastes."""

    def __init__(self, *, most: int, **options: Any) -> None:
        self.most = most
        super().__init__(**options)

    def to_python(self, value: Any) -> str:
        """Return the text without control and bidirectional characters, on one line unless it is a text area."""
        text = strip_invisible(super().to_python(value) or "").strip()
        return text if isinstance(self.widget, forms.Textarea) else " ".join(text.split())

    def validate(self, value: Any) -> None:
        """Raise ValidationError with the excess if the text is too long."""
        super().validate(value)
        if len(value) > self.most:
            raise ValidationError(
                f"This has {len(value):,} characters, and you can use up to {self.most:,}. Make it shorter. "
                "What you typed is still here."
            )


class KeywordsField(forms.CharField):
    widget = KeywordsInput

    def clean(self, value: Any) -> Any:
        words = [strip_invisible(word).strip() for word in parse_keywords(super().clean(value))]
        words = list(dict.fromkeys(word for word in words if word))
        if len(words) > MAX_KEYWORDS:
            raise ValidationError(f"Enter {MAX_KEYWORDS} keywords or fewer.")
        for word in words:
            Keyword(name=word).clean_fields(exclude=["slug"])
        return words


@dataclass(frozen=True)
class Tick:
    id: str
    value: str
    label: str
    is_ticked: bool
    is_beneath: bool


def build_ticks(bound: forms.BoundField, terms: Iterable[Term]) -> list[Tick]:
    """Return the tick boxes of a vocabulary, need types after their areas of need."""
    chosen = {str(value) for value in bound.value() or ()}
    ordered = order_terms(list(terms))
    return [
        Tick(
            f"{bound.auto_id}_{term.slug}",
            str(term.pk),
            term.label,
            str(term.pk) in chosen,
            isinstance(term, AreaOfNeed) and bool(term.parent_id),
        )
        for term in ordered
    ]


def order_terms(terms: list[Term]) -> list[Term]:
    """Return the terms, each followed by its children."""
    beneath: dict[int | None, list[Term]] = {}
    for term in terms:
        beneath.setdefault(getattr(term, "parent_id", None), []).append(term)
    return [each for term in beneath.get(None, []) for each in (term, *beneath.get(term.pk, []))]
