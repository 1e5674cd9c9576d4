"""Conversion of a cell's text to what the form accepts, or to a message on what to write."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from gateway.catalogue.models import FormerSlug, Term
from resources.imports.everyday_names import EVERY_TERM_PATTERN, EVERYDAY_NAMES, VOCABULARIES_WITH_EVERY, find_phases
from resources.imports.spreadsheets.columns import (
    CHOICE_COLUMNS,
    COLUMNS_BY_NAME,
    DAY_COLUMNS,
    MOMENT_COLUMNS,
    YES_NO_COLUMNS,
    read_day,
    read_moment,
    split_cell,
)
from resources.models import Publication
from resources.publications.form.publication_form import TERMS

YES_WORDS, NO_WORDS = ("yes", "y", "true", "1"), ("no", "n", "false", "0", "")
SEPARATOR_PATTERN = re.compile(r"[/+&,]|\band\b", re.IGNORECASE)
BRACKETS_PATTERN = re.compile(r"\s*\([^()]*\)\s*$")
MAX_PARTS_JOINED = 6
MAX_SLUGS_LISTED = 12


class BadValue(Exception):
    """A cell holds a value that its column does not accept. The message says what to write."""


class Vocabularies:
    """The terms that a cell may name: by slug, former slug, short or full name, in upper or lower case."""

    def __init__(self) -> None:
        self.current = {name: list(model.objects.current()) for name, model in TERMS.items()}
        self.keys = {name: get_keys_by_name(model, self.current[name]) for name, model in TERMS.items()}
        for name, called in EVERYDAY_NAMES.items():
            by_slug = {term.slug: term.pk for term in self.current[name]}
            short = {normalise_name(word): by_slug[slug] for word, slug in called.items() if slug in by_slug}
            self.keys[name] = {**short, **self.keys[name]}

    def read_terms(self, name: str, text: str, carried: Mapping[str, int]) -> list[int]:
        """Return the primary keys of the terms that a cell names. Raise BadValue for unknown ones.

        `carried` are the primary keys by slug of the terms that the publication already has.
        """
        known = {**self.keys[name], **{normalise_name(slug): key for slug, key in carried.items()}}
        found, unknown = [], []
        for word in [text] if normalise_name(text) in known else split_names(split_cell(text), known):
            meant = self.find_terms(name, word, known)
            found += meant
            if not meant:
                unknown.append(self.explain_unknown_term(name, word))
        if unknown:
            raise BadValue(" ".join(unknown))
        return list(dict.fromkeys(found))

    def find_terms(self, name: str, word: str, known: Mapping[str, int]) -> list[int]:
        """Return the primary keys of the terms that a word means, or an empty list.

        The word may have a note in brackets, or join several names with "and".
        """
        if normalise_name(word) in known:
            return [known[normalise_name(word)]]
        if name in VOCABULARIES_WITH_EVERY and EVERY_TERM_PATTERN.fullmatch(word):
            return [term.pk for term in self.current[name]]
        if name == "phases" and (keys := find_phases(word, self.current[name])):
            return keys
        parts = [part for part in SEPARATOR_PATTERN.split(BRACKETS_PATTERN.sub("", word)) if part.strip()]
        if parts in ([], [word]) or len(parts) > MAX_PARTS_JOINED:
            return []
        each = [self.find_terms(name, part.strip(), known) for part in parts]
        return [key for keys in each for key in keys] if all(each) else []

    def list_names(self) -> dict[str, list[str]]:
        """Return the names of the current terms by column."""
        return {name: [term.name for term in terms] for name, terms in self.current.items()}

    def explain_unknown_term(self, name: str, word: str) -> str:
        """Return what to write instead of a word that names no term."""
        slugs = [term.slug for term in self.current[name]]
        near = get_close_matches(normalise_name(word), list(self.keys[name]), 1, 0.6)
        if near:
            right = next(term.slug for term in self.current[name] if term.pk == self.keys[name][near[0]])
            return f"“{word[:60]}” is not known. Do you mean {right}?"
        shown = ", ".join(slugs[:MAX_SLUGS_LISTED]) + (" and others" if len(slugs) > MAX_SLUGS_LISTED else "")
        return f"“{word[:60]}” is not known. Enter one or more of: {shown}."


def get_keys_by_name(model: type[Term], terms: list[Any]) -> dict[str, int]:
    """Return the primary keys of terms by all their names."""
    current = {term.pk for term in terms}
    former = FormerSlug.objects.filter(vocabulary=model._meta.model_name, term_id__in=current)
    found = drop_ambiguous_words((synonym, term.pk) for term in terms for synonym in term.synonyms)
    found |= {normalise_name(slug): pk for slug, pk in former.values_list("slug", "term_id")}
    for term in terms:
        names = (term.slug, term.name, term.short_name, getattr(term, "code", ""))
        found |= {normalise_name(name): term.pk for name in names if name}
    return found


def drop_ambiguous_words(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the words that mean exactly one term. Ambiguous ones are left out rather than guessed."""
    meant: dict[str, set[int]] = {}
    for word, key in pairs:
        meant.setdefault(normalise_name(str(word)), set()).add(key)
    return {word: next(iter(keys)) for word, keys in meant.items() if len(keys) == 1}


def normalise_name(text: str) -> str:
    """Return a name for comparison, without case, punctuation and spaces, so that "CC BY 4.0" equals cc-by-4.0."""
    return re.sub(r"[\W_]+", "", text.replace("&", " and ").casefold()) or text.casefold()


def split_names(parts: list[str], known: Container[str]) -> Iterator[str]:
    """Yield the parts of a cell, joining those that together form one name with commas in it."""
    while parts:
        joined = (
            size
            for size in range(min(len(parts), MAX_PARTS_JOINED), 1, -1)
            if normalise_name(", ".join(parts[:size])) in known
        )
        size = next(joined, 1)
        yield ", ".join(parts[:size])
        parts = parts[size:]


def get_allowed_values(column: str) -> list[str]:
    """Return the values that a column with choices accepts, or an empty list for any other column."""
    field: Any = Publication._meta.get_field(column)
    return [value for value, _ in field.flatchoices if value] if column in CHOICE_COLUMNS and column != "kind" else []


def read_field(name: str, text: str) -> Any:
    """Return what the form accepts for the text of a column without terms. Raise BadValue."""
    if name in YES_NO_COLUMNS:
        return read_yes_or_no(text)
    if name in CHOICE_COLUMNS:
        return read_choice(name, text)
    if name == "year" and (found := read_day(text)):
        return str(found.year)
    if name in (*MOMENT_COLUMNS, *DAY_COLUMNS) and text:
        return convert_moment(text) if name in MOMENT_COLUMNS else convert_day(text)
    return quote_keywords(text) if name == "keywords" else text


def quote_keywords(text: str) -> str:
    """Return keywords in the form's syntax."""
    return ", ".join(f'"{word}"' for word in split_cell(text.replace('"', "")))


def read_choice(name: str, text: str) -> str:
    """Return the value of the choice with this value or label. Raise BadValue if there is none."""
    field: Any = Publication._meta.get_field(name)
    choices = field.flatchoices
    known = {normalise_name(str(said)): value for value, label in choices for said in (label, value)} | {"": ""}
    if normalise_name(text) not in known:
        values = ", ".join(value for value, _ in choices if value)
        raise BadValue(f"“{text[:60]}” is not known. Enter one of: {values}. Or leave it empty.")
    return known[normalise_name(text)]


def read_yes_or_no(text: str) -> bool:
    """Return whether the cell says yes. Raise BadValue if it says neither yes nor no."""
    if text.casefold() not in YES_WORDS + NO_WORDS:
        raise BadValue("Enter yes or no.")
    return text.casefold() in YES_WORDS


def convert_moment(text: str) -> str:
    """Return a date and time as the form accepts them. Raise BadValue."""
    found = read_moment(text)
    if found is None:
        raise BadValue("Enter a day and a time, such as 2026-11-24 09:30 or 24/11/2026 09:30.")
    return found.isoformat(" ")


def convert_day(text: str) -> str:
    """Return a date as the form accepts it. Raise BadValue."""
    found = read_day(text)
    if found is None:
        raise BadValue("Enter a day, such as 2026-11-24 or 24/11/2026.")
    return found.isoformat()


def get_hint(name: str) -> str:
    return COLUMNS_BY_NAME[name].hint if name in COLUMNS_BY_NAME else ""
