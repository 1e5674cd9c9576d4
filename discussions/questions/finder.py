"""The finder of questions and comments, which filters them by the items that they are about.

It is the finder of the catalogue with other things to count. The facet index knows which items have which term; one
query counts the questions on each item, so that the counts of all filters cost no further query.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import Q
from pyroaring import BitMap

from discussions.models import CommentQuerySet
from discussions.threads.cards import QuestionCard, make_question_cards
from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.facets.groups import get_groups
from gateway.catalogue.facets.index import NO_POSITION, NO_TERM
from gateway.catalogue.finder.finder import Finding
from gateway.catalogue.models import Item

DIRECT_GROUP = "focus"
"""Only the terms of this group can be asked about without an item."""


class Weights:
    """The number of questions on each item, and on each focus area without an item.

    A bitmap holds each binary digit of the numbers, so that a sum over any set of items takes only a few intersections.
    """

    def __init__(self, index: FacetIndex, by_item: Mapping[int, int], by_area: Mapping[int, int]) -> None:
        self.by_area = by_area
        self.at = {place: n for pk, n in by_item.items() if n > 0 and (place := index.get_position(pk)) != NO_POSITION}
        self.everywhere = BitMap(self.at)
        digits = max(self.at.values(), default=0).bit_length()
        self.digits = [BitMap(place for place, n in self.at.items() if n >> digit & 1) for digit in range(digits)]

    def sum_at(self, places: BitMap) -> int:
        """Return how many questions are on the items at these positions."""
        return sum(bitmap.intersection_cardinality(places) << digit for digit, bitmap in enumerate(self.digits))


def make_weights(index: FacetIndex, pairs: Any) -> Weights:
    """Return the weights of rows (item's key, focus area's key, number), in which one of the keys is None."""
    rows = list(pairs)
    by_item = {item: number for item, _, number in rows if item is not None}
    return Weights(index, by_item, {area: number for item, area, number in rows if item is None})


@dataclass(frozen=True)
class QuestionFinding(Finding):
    """The questions or comments of a list that match the filters: their number, cards and facet counts."""

    questions: CommentQuerySet = field(kw_only=True)
    weights: Weights = field(kw_only=True)
    reader: Any = field(kw_only=True, default=None)
    """Who sees the cards; None for any visitor."""
    ranking: Sequence[int] | None = field(kw_only=True, default=None)
    """The keys of the questions, the best match for the words first; None for the newest first."""

    search = None
    """The words have already narrowed the questions, so items are not searched."""

    @cached_property
    def offered(self) -> BitMap:
        """Return the positions of the items that have questions."""
        return self.weights.everywhere & super().offered

    @property
    def count(self) -> int:
        return self.count_matching(self.filters.keys)

    @property
    def whole_count(self) -> int:
        """Return the count: no question is found by fewer words than the visitor's."""
        return self.count

    def count_matching(self, chosen: Mapping[str, list[int]]) -> int:
        return self.weights.sum_at(self.index.matching(chosen, self.within)) + sum(self.count_direct(chosen).values())

    def count_direct(self, chosen: Mapping[str, list[int]], apart_from: str = "") -> dict[int, int]:
        """Return the number of matching questions without an item by focus area; none if a filter is about items."""
        narrowed = {parameter: keys for parameter, keys in chosen.items() if keys and parameter != apart_from}
        if narrowed.keys() - {DIRECT_GROUP}:
            return {}
        areas = narrowed.get(DIRECT_GROUP, self.weights.by_area)
        return {area: number for area, number in self.weights.by_area.items() if area in areas}

    def count_terms(self, parameter: str) -> dict[int, int]:
        """Return how many questions each term of a group would leave."""
        base = self.index.matching(self.filters.keys, self.within, apart_from=parameter)
        terms = self.index.vocabularies[parameter].terms
        direct = self.count_direct(self.filters.keys, parameter) if parameter == DIRECT_GROUP else {}
        carrying = self.index.carrying
        return {t.key: self.weights.sum_at(base & carrying(parameter, t.key)) + direct.get(t.key, 0) for t in terms}

    def count_largest_terms(self, parameter: str, most: int) -> dict[int, int]:
        """Return the counts of the most frequent terms of a large group, and of the selected ones."""
        base = self.index.matching(self.filters.keys, self.within, apart_from=parameter)
        bearer, numbers = self.index.single.get(parameter, ()), Counter[int]()
        for place in base if bearer else ():
            numbers[bearer[place]] += self.weights.at[place]
        del numbers[NO_TERM]
        chosen = {term.key: numbers[term.key] for term in self.filters.chosen.get(parameter, ())}
        return dict(numbers.most_common(most)) | chosen

    def find_wider_searches(self) -> list[tuple[str, int]]:
        """Return the groups that could be dropped to find something, with counts, the narrowest result first."""
        keys = self.filters.keys
        found = [(name, self.count_matching({other: keys[other] for other in keys if other != name})) for name in keys]
        return sorted(((name, count) for name, count in found if count), key=lambda pair: pair[1])

    @cached_property
    def items(self) -> list[QuestionCard]:
        """Return the cards of the page: the best matches for the words first or, without words, the newest."""
        page = slice(start := (self.page_number - 1) * settings.PAGE_SIZE, start + settings.PAGE_SIZE)
        matching = self.questions.filter(build_filter_condition(self.index, self.filters.keys))
        if self.ranking is None:
            return make_question_cards(matching.order_by("-created_at", "-pk")[page], self.reader)
        matching_keys = set(matching.order_by().values_list("pk", flat=True))
        chosen = [pk for pk in self.ranking if pk in matching_keys][page]
        cards = {card.pk: card for card in make_question_cards(matching.filter(pk__in=chosen), self.reader)}
        return [cards[pk] for pk in chosen if pk in cards]


def build_filter_condition(index: FacetIndex, chosen: Mapping[str, list[int]]) -> Q:
    """Return the filters as SQL: comments on items with the terms, or directly on a selected focus area."""
    narrowing = [
        group.build_condition([each for key in chosen[name] for each in index.vocabularies[name].with_children(key)])
        for group in get_groups()
        if chosen.get(name := group.parameter)
    ]
    if not narrowing:
        return Q()
    on_items = Q(item__in=Item.objects.filter(*narrowing).order_by().values("pk"))
    only_areas = not any(keys for name, keys in chosen.items() if name != DIRECT_GROUP)
    return on_items | Q(item__isnull=True, focus_area__in=chosen[DIRECT_GROUP]) if only_areas else on_items
