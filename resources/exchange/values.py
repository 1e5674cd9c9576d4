"""Turns the text of a cell into what the form takes, or says what would be right."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from gateway.catalogue.models import FormerSlug, Term
from resources.editing.form import TERMS
from resources.exchange.columns import BY_NAME, CHOICES, DAYS, MOMENTS, YES_NO, read_day, read_moment, split
from resources.models import Publication

YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0", "")
LISTED = 12
"""So many right values are named in full."""


class BadValue(Exception):
    """A cell says something that its column cannot hold; the message says what would be right."""


class Vocabularies:
    """The terms that a cell may name, by slug, former slug, short and full name, whatever their case."""

    def __init__(self) -> None:
        self.current = {name: list(model.objects.current()) for name, model in TERMS.items()}
        self.keys = {name: keys_of(model, self.current[name]) for name, model in TERMS.items()}

    def read(self, name: str, text: str, carried: Mapping[str, int]) -> list[int]:
        """The keys of the terms that a cell names; `carried` are those that the publication has already, by slug."""
        known = {**carried, **self.keys[name]}
        found = []
        for word in split(text) if text.casefold() not in known else [text]:
            if word.casefold() not in known:
                raise BadValue(self.what_is_right(name, word))
            found.append(known[word.casefold()])
        return list(dict.fromkeys(found))

    def what_is_right(self, name: str, word: str) -> str:
        """What to write for a word that names no term."""
        slugs = [term.slug for term in self.current[name]]
        near = get_close_matches(word.casefold(), list(self.keys[name]), 1, 0.6)
        if near:
            right = next(term.slug for term in self.current[name] if term.pk == self.keys[name][near[0]])
            return f"“{word[:60]}” is not known. Do you mean {right}?"
        shown = ", ".join(slugs[:LISTED]) + (" and others" if len(slugs) > LISTED else "")
        return f"“{word[:60]}” is not known. Write one or more of: {shown}."


def keys_of(model: type[Term], terms: list[Any]) -> dict[str, int]:
    """The keys of terms by all that they are called."""
    current = {term.pk for term in terms}
    former = FormerSlug.objects.filter(vocabulary=model._meta.model_name, term_id__in=current)
    found = dict(former.values_list("slug", "term_id"))
    for term in terms:
        names = (term.slug, term.name, term.short_name, getattr(term, "code", ""))
        found |= {name.casefold(): term.pk for name in names if name}
    return found


def field_value(name: str, text: str) -> Any:
    """What the form takes for the text of a column that holds no terms. Raises BadValue."""
    if name in YES_NO:
        return yes_or_no(text)
    if name in CHOICES:
        return choice(name, text)
    if name in (*MOMENTS, *DAYS) and text:
        return moment(text) if name in MOMENTS else day(text)
    return quoted(text) if name == "keywords" else text


def quoted(text: str) -> str:
    """Keywords as the form takes them."""
    return ", ".join(f'"{word}"' for word in split(text.replace('"', "")))


def choice(name: str, text: str) -> str:
    """The value of a choice that is named by its value or its label."""
    field: Any = Publication._meta.get_field(name)
    choices = field.flatchoices
    known = {str(said).casefold(): value for value, label in choices for said in (label, value)} | {"": ""}
    if text.casefold() not in known:
        values = ", ".join(value for value, _ in choices if value)
        raise BadValue(f"“{text[:60]}” is not known. Write one of: {values}. Or leave it empty.")
    return known[text.casefold()]


def yes_or_no(text: str) -> bool:
    """Whether the cell says yes."""
    if text.casefold() not in YES + NO:
        raise BadValue("Write yes or no.")
    return text.casefold() in YES


def moment(text: str) -> str:
    """A day and a time as the form takes them."""
    found = read_moment(text)
    if found is None:
        raise BadValue("Write a day and a time, such as 2026-11-24 09:30 or 24/11/2026 09:30.")
    return found.isoformat(" ")


def day(text: str) -> str:
    """A day as the form takes it."""
    found = read_day(text)
    if found is None:
        raise BadValue("Write a day, such as 2026-11-24 or 24/11/2026.")
    return found.isoformat()


def hint(name: str) -> str:
    """What to write in a column."""
    return BY_NAME[name].hint if name in BY_NAME else ""
