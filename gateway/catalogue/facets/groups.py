"""The groups of terms that visitors can filter by: kind, focus area, area of need, phase, setting type and more.

Apps above the catalogue add groups of their own with `register`, such as publishers.
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
    """A term to filter by.

    `key` is its row's primary key, `slug` its name in addresses, `label` its name on pages, `mark` its drawing and
    `words` its other names.
    """

    key: Key
    slug: str
    label: str
    parent: Key | None = None
    mark: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vocabulary:
    """The terms of one group in their order, and the former slugs that lead to them."""

    terms: tuple[FacetTerm, ...]
    former: Mapping[str, Key] = field(default_factory=dict)

    def __post_init__(self) -> None:
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
        """Return every name of every term, as `pad_words` writes it, with the term; hyphenated words also as one."""
        written = [(name, term) for term in self.terms for name in (term.label, *term.words)]
        joined = [(name.replace("-", ""), term) for name, term in written if "-" in name]
        named = ((pad_words(name), term) for name, term in (*written, *joined))
        return [(name, term) for name, term in named if name.strip()]

    def with_children(self, key: Key) -> list[Key]:
        """Return a term and those beneath it: a visitor who chooses an area of need also wants its types."""
        return [key, *(child.key for child in self.children.get(key, ()))]


def pad_words(text: str) -> str:
    """Return the words of a text in lower case, with a space before and after each."""
    return f" {' '.join(re.findall(r'[^\W_]+', text.casefold()))} "


class Group(Protocol):
    """A group of terms: choices within it widen the results, choices between groups narrow them."""

    @property
    def parameter(self) -> str:
        """Return the group's name in addresses."""

    @property
    def legend(self) -> str:
        """Return the group's name on pages."""

    @property
    def kind(self) -> Kind | None:
        """Return the kind whose list alone offers the group, or None if every list does."""

    @property
    def item_model(self) -> type[Item]:
        """Return the model whose rows carry the terms."""

    @property
    def item_columns(self) -> tuple[str, ...]:
        """Return the model's fields that decide which terms a row carries; none if they are linked many-to-many."""

    def read_vocabulary(self) -> Vocabulary:
        """Return the terms as the database has them now."""

    def list_links(self, item_pks: Collection[int] | None = None) -> Iterable[tuple[int, Key]]:
        """Return pairs of an item's and a term's key, for all items or for these."""

    def build_condition(self, keys: Collection[Key]) -> Q:
        """Return the same as a condition in SQL: the items that carry any of these terms."""

    def get_more_link(self) -> tuple[str, str]:
        """Return the label and address of a page with all terms, for a group too long to list."""


class ChoiceGroup:
    """A group for a field with choices. A term's key is the position of its value among those that are not blank."""

    def __init__(
        self,
        parameter: str,
        legend: str,
        item_model: type[Item],
        item_field: str,
        choices: Iterable[tuple[str, Any]],
        kind: Kind | None = None,
    ) -> None:
        self.parameter = parameter
        self.legend = legend
        self.item_model = item_model
        self.item_field = item_field
        self.item_columns = (item_field,)
        self.choices = [(value, str(label)) for value, label in choices if value]
        self.values = [value for value, _ in self.choices]
        self.kind = kind

    def read_vocabulary(self) -> Vocabulary:
        return Vocabulary(tuple(FacetTerm(key, *choice) for key, choice in enumerate(self.choices)))

    def list_links(self, item_pks: Collection[int] | None = None) -> Iterable[tuple[int, Key]]:
        """Yield the key of each item that has a value, with the key of the term."""
        keys = {value: key for key, value in enumerate(self.values)}
        rows = narrow_to_items(self.item_model.objects.order_by(), "pk", item_pks).exclude(**{self.item_field: ""})
        return ((pk, keys[value]) for pk, value in rows.values_list("pk", self.item_field).iterator(10_000))

    def build_condition(self, keys: Collection[Key]) -> Q:
        carrying = Q(**{f"{self.item_field}__in": [self.values[key] for key in keys]})
        if self.item_model is Item:
            return carrying
        return Q(pk__in=self.item_model.objects.order_by().filter(carrying).values("pk"))

    def get_more_link(self) -> tuple[str, str]:
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

    def read_vocabulary(self) -> Vocabulary:
        """Return the terms in use today, and the slugs that they had before."""
        former = FormerSlug.objects.filter(vocabulary=self.model._meta.model_name)
        return Vocabulary(
            tuple(map(make_facet_term, self.model.objects.current())),
            dict(former.values_list("slug", "term_id")),
        )

    def list_links(self, item_pks: Collection[int] | None = None) -> Iterable[tuple[int, Key]]:
        through = getattr(Item, self.item_field).through
        term_column = f"{self.model._meta.model_name}_id"
        pairs = narrow_to_items(through.objects.order_by(), "item_id", item_pks).values_list("item_id", term_column)
        return pairs.iterator(10_000)

    def build_condition(self, keys: Collection[Key]) -> Q:
        """Return a condition for the items that carry any of these terms, each item once."""
        through = getattr(Item, self.item_field).through
        carrying = through.objects.filter(**{f"{self.model._meta.model_name}_id__in": list(keys)})
        return Q(pk__in=carrying.values("item_id"))

    def get_more_link(self) -> tuple[str, str]:
        return "", ""


def make_facet_term(term: Term) -> FacetTerm:
    parent, mark, code = (getattr(term, name, default) for name, default in EXTRA_FIELDS)
    words = tuple(word for word in (term.name, code, *term.synonyms) if word)
    return FacetTerm(term.pk, term.slug, term.label, parent, mark, words)


EXTRA_FIELDS: tuple[tuple[str, Any], ...] = (("parent_id", None), ("mark", ""), ("code", ""))
"""Fields that only some vocabularies have, each with its default for the others."""


def narrow_to_items(queryset: QuerySet[Any], column: str, item_pks: Collection[int] | None) -> QuerySet[Any]:
    """Return the queryset, narrowed to these items unless `item_pks` is None."""
    return queryset if item_pks is None else queryset.filter(**{f"{column}__in": item_pks})


_groups: list[Group] = [
    ChoiceGroup("kind", "Type", Item, "kind", [(kind.value, kind.plural) for kind in Kind]),
    TermGroup("focus", "Focus area", FocusArea, "focus_areas"),
    TermGroup("need", "Area of need", AreaOfNeed, "areas_of_need"),
    TermGroup("phase", "Phase", Phase, "phases"),
    TermGroup("setting", "Setting", SettingType, "setting_types"),
]


def register_group(group: Group) -> None:
    """Add a group of an app above, unless it is registered already.

    From then on, an update of the columns that it reads is logged. Raise FieldDoesNotExist if its model lacks one.
    """
    if group.parameter not in {known.parameter for known in _groups}:
        fields = [group.item_model._meta.get_field(name) for name in group.item_columns]
        names = {name for field in fields for name in (field.name, getattr(field, "attname", field.name))}
        group.item_model.facet_fields |= names
        _groups.append(group)


def get_groups() -> tuple[Group, ...]:
    """Return all groups in the order in which pages show them."""
    return tuple(_groups)


def get_legends() -> dict[str, str]:
    """Return the groups' names on pages by their names in addresses."""
    return {group.parameter: group.legend for group in _groups}
