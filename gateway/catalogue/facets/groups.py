"""The groups of terms that visitors can filter by: kind, focus area, area of need, phase, setting type, and more.

Rooms above the catalogue add a group of their own with `register` (publishers do).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from gateway.catalogue.models import AreaOfNeed, FocusArea, FormerSlug, Item, Kind, Phase, SettingType, Term

type Key = int


@dataclass(frozen=True, slots=True)
class FacetTerm:
    """One thing to filter by.

    `key` is its row's primary key, `slug` its name in addresses, `label` its name on pages, `mark` its drawing and
    `words` what else it is called.
    """

    key: Key
    slug: str
    label: str
    parent: Key | None = None
    mark: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The terms of one group in their order, and the slugs that lead to them."""

    terms: tuple[FacetTerm, ...]
    former: Mapping[str, Key] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sorts the terms for looking up."""
        by_key = {term.key: term for term in self.terms}
        by_slug = {slug: by_key[key] for slug, key in self.former.items() if key in by_key}
        by_slug |= {term.slug: term for term in self.terms}
        children: dict[Key, list[FacetTerm]] = {}
        for term in self.terms:
            if term.parent is not None:
                children.setdefault(term.parent, []).append(term)
        object.__setattr__(self, "by_key", by_key)
        object.__setattr__(self, "by_slug", by_slug)
        object.__setattr__(self, "children", children)

    by_key: Mapping[Key, FacetTerm] = field(init=False, repr=False, compare=False)
    by_slug: Mapping[str, FacetTerm] = field(init=False, repr=False, compare=False)
    children: Mapping[Key, list[FacetTerm]] = field(init=False, repr=False, compare=False)

    @cached_property
    def names(self) -> list[tuple[str, FacetTerm]]:
        """Every name of every term, as its words in lower case with a space before and after each."""
        named = ((spaced(name), term) for term in self.terms for name in (term.label, *term.words))
        return [(name, term) for name, term in named if name.strip()]

    def with_children(self, key: Key) -> list[Key]:
        """A term and those beneath it: who asks for an area of need also wants its types."""
        return [key, *(child.key for child in self.children.get(key, ()))]


def spaced(text: str) -> str:
    """The words of a text in lower case, with a space before and after each."""
    return f" {' '.join(re.findall(r'[^\W_]+', text.casefold()))} "


class Group(Protocol):
    """A group of terms: within it a visitor's choices widen, between groups they narrow."""

    @property
    def parameter(self) -> str:
        """Its name in addresses."""

    @property
    def legend(self) -> str:
        """Its name on pages."""

    @property
    def kind(self) -> Kind | None:
        """The kind whose list alone offers it; None if every list does."""

    @property
    def item_model(self) -> type[Item]:
        """The model whose rows carry its terms."""

    @property
    def item_columns(self) -> tuple[str, ...]:
        """The fields of that model that decide which terms a row carries; none if they are linked many-to-many."""

    def vocabulary(self) -> Vocabulary:
        """The terms as the database has them now."""

    def links(self, item_pks: Collection[int] | None = None) -> Iterable[tuple[int, Key]]:
        """Pairs of an item's and a term's key, for all items or for these."""

    def condition(self, keys: Collection[Key]) -> Q:
        """The same in SQL: items that carry any of these terms."""

    def more(self) -> tuple[str, str]:
        """The words and address of a page with all terms, for a group too long to list."""


class KindGroup:
    """What an item is; its terms are fixed, their keys are their places in `Kind`."""

    parameter = "kind"
    legend = "Type"
    kind = None
    item_model = Item
    item_columns = ("kind",)

    def vocabulary(self) -> Vocabulary:
        """The kinds, by their plural names."""
        return Vocabulary(tuple(FacetTerm(key, kind.value, kind.plural) for key, kind in enumerate(Kind)))

    def links(self, item_pks: Collection[int] | None = None) -> Iterable[tuple[int, Key]]:
        """Every item has one kind."""
        places = {kind.value: key for key, kind in enumerate(Kind)}
        pairs = some(Item.objects.order_by(), "pk", item_pks).values_list("pk", "kind")
        return ((pk, places[kind]) for pk, kind in pairs.iterator(10_000))

    def condition(self, keys: Collection[Key]) -> Q:
        """Items of any of these kinds."""
        return Q(kind__in=[list(Kind)[key] for key in keys])

    def more(self) -> tuple[str, str]:
        """Five kinds need no other page."""
        return "", ""


@dataclass(frozen=True)
class TermGroup:
    """A curated vocabulary, linked to items many-to-many."""

    parameter: str
    legend: str
    model: type[Term]
    item_field: str
    kind = None
    item_model = Item
    item_columns = ()

    def vocabulary(self) -> Vocabulary:
        """The terms in use today, and the slugs they gave up."""
        former = FormerSlug.objects.filter(vocabulary=self.model._meta.model_name)
        return Vocabulary(
            tuple(map(facet_term, self.model.objects.current())),
            dict(former.values_list("slug", "term_id")),
        )

    def links(self, item_pks: Collection[int] | None = None) -> Iterable[tuple[int, Key]]:
        """The rows of the table between."""
        through = getattr(Item, self.item_field).through
        term_column = f"{self.model._meta.model_name}_id"
        pairs = some(through.objects.order_by(), "item_id", item_pks).values_list("item_id", term_column)
        return pairs.iterator(10_000)

    def condition(self, keys: Collection[Key]) -> Q:
        """Items that carry any of these terms, each item once."""
        through = getattr(Item, self.item_field).through
        carrying = through.objects.filter(**{f"{self.model._meta.model_name}_id__in": list(keys)})
        return Q(pk__in=carrying.values("item_id"))

    def more(self) -> tuple[str, str]:
        """A curated vocabulary is short enough to list."""
        return "", ""


def facet_term(term: Term) -> FacetTerm:
    """A term of a curated vocabulary as something to filter by."""
    parent, mark, code = (getattr(term, name, default) for name, default in EXTRA_FIELDS)
    words = tuple(word for word in (term.name, code, *term.synonyms) if word)
    return FacetTerm(term.pk, term.slug, term.label, parent, mark, words)


EXTRA_FIELDS: tuple[tuple[str, Any], ...] = (("parent_id", None), ("mark", ""), ("code", ""))
"""What some vocabularies have beyond the common, and what stands for it in the others."""


def some(queryset: QuerySet[Any], column: str, item_pks: Collection[int] | None) -> QuerySet[Any]:
    """The queryset, narrowed to these items if any are named."""
    return queryset if item_pks is None else queryset.filter(**{f"{column}__in": item_pks})


_groups: list[Group] = [
    KindGroup(),
    TermGroup("focus", "Focus area", FocusArea, "focus_areas"),
    TermGroup("need", "Area of need", AreaOfNeed, "areas_of_need"),
    TermGroup("phase", "Phase", Phase, "phases"),
    TermGroup("setting", "Setting", SettingType, "setting_types"),
]


def register(group: Group) -> None:
    """Add a group of an app above, once; an update of what it reads is from now on noticed.

    Raises FieldDoesNotExist for a column that its model has not.
    """
    if group.parameter not in {known.parameter for known in _groups}:
        fields = [group.item_model._meta.get_field(name) for name in group.item_columns]
        names = {name for field in fields for name in (field.name, getattr(field, "attname", field.name))}
        group.item_model.facet_fields |= names
        _groups.append(group)


def groups() -> tuple[Group, ...]:
    """All groups, in the order in which pages show them."""
    return tuple(_groups)


def legends() -> dict[str, str]:
    """The groups' names on pages, by their names in addresses."""
    return {group.parameter: group.legend for group in _groups}
