"""The finder: a visitor's choice becomes a page of results, counts for every filter, and wider searches.

It serves every list of the Gateway. It knows no HTML and no request, and every list costs the same few queries:
counting happens in the facet index, and only the rows of one page are fetched.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from django.conf import settings
from pyroaring import BitMap

from gateway.catalogue.facets import FacetIndex, FacetTerm
from gateway.catalogue.facets.filters import NEWEST_SORT, TITLE_SORT, UPDATED_SORT, Filters
from gateway.catalogue.items.cards import get_cards
from gateway.catalogue.models import Item, ItemQuerySet
from gateway.catalogue.search.item_search import Search, has_failed, make_search
from gateway.catalogue.search.passages import add_passages

LAST_PAGE_NUMBER = 500
"""No list has more pages; a visitor who needs more can narrow it."""
MAX_RESULTS_SORTED_BY_DATABASE = 2_000
"""Up to this number, the database sorts results by title or date of change; more are picked from its sorted index."""
MAX_ITEMS_COMPARED = 400
"""The number of items that are compared with one to find those most similar to it."""
SIMILARITY_WEIGHTS = {"need": 1.0, "focus": 1.0, "phase": 0.5}
"""The groups whose terms make items similar, and their weights."""
OWN_ITEM_PENALTY = 0.5
COLUMNS_BY_SORT = {UPDATED_SORT: ("-updated_at", "-pk"), TITLE_SORT: ("sort_title", "pk")}


@dataclass(frozen=True)
class Finding:
    """The results of a choice at one moment: how many, which, and how many there would be with other filters.

    `fixed` is what the page itself requires (its kind, focus area or publisher) and the visitor cannot change. `among`
    is a set of items in an order of their own, such as coming events, or what a search by words found; `excluded` is a
    set to leave out, and `ordered` a queryset that defines the order.
    """

    index: FacetIndex
    filters: Filters
    fixed: Mapping[str, tuple[FacetTerm, ...]]
    among: Sequence[int] | None = None
    excluded: Sequence[int] = ()
    ordered: ItemQuerySet | None = None

    @cached_property
    def offered(self) -> BitMap:
        """Return the positions that the page itself offers, before any choice."""
        public = self.index.public(time.time())
        if self.among is not None:
            public = public & self.index.get_positions(self.among)
        if self.excluded:
            public = public - self.index.get_positions(self.excluded)
        return self.index.matching({name: [term.key for term in terms] for name, terms in self.fixed.items()}, public)

    @cached_property
    def search(self) -> Search | None:
        """Return the search by the visitor's words, if any of them is specific and the engine answers."""
        return None if self.unchecked_search is None or has_failed(self.unchecked_search) else self.unchecked_search

    @cached_property
    def unchecked_search(self) -> Search | None:
        """Return the same search, whether or not the engine answers."""
        return make_search(self.index, self.filters.words) if self.filters.words else None

    @cached_property
    def searched(self) -> tuple[BitMap, BitMap]:
        """Return the offered positions that fit the words, and those of them that fit all words."""
        return self.search.find_matches(self.offered) if self.search else (self.offered, self.offered)

    @property
    def whole_count(self) -> int:
        """Return how many results fit all words."""
        return self.results.intersection_cardinality(self.searched[1])

    @property
    def within(self) -> BitMap:
        """Return the positions that the page offers and that fit the words, before any filter."""
        return self.searched[0]

    @cached_property
    def results(self) -> BitMap:
        """Return the positions that fit the choice."""
        return self.index.matching(self.filters.keys, self.within)

    @property
    def count(self) -> int:
        return len(self.results)

    @property
    def page_count(self) -> int:
        """Return how many pages there are, at least one and at most LAST_PAGE_NUMBER."""
        return min(max(-(-self.count // settings.PAGE_SIZE), 1), LAST_PAGE_NUMBER)

    @property
    def page_number(self) -> int:
        return min(self.filters.page, self.page_count)

    @cached_property
    def items(self) -> list[Any]:
        start = (self.page_number - 1) * settings.PAGE_SIZE
        page = get_cards(self.index, self.get_pks(start, settings.PAGE_SIZE))
        return add_passages(page, self.search.query) if self.search else page

    def get_pks(self, start: int, count: int) -> list[int]:
        """Return the primary keys of some results in the visitor's order."""
        if self.filters.sort in COLUMNS_BY_SORT:
            return self.get_sorted_pks(
                Item.objects.public().order_by(*COLUMNS_BY_SORT[self.filters.sort]), start, count
            )
        if self.filters.sort == NEWEST_SORT:
            return self.index.newest(self.results, start, count)
        if self.search:
            return self.get_relevant_pks(self.search, start, count)
        return self.get_usual_pks(start, count)

    def get_usual_pks(self, start: int, count: int) -> list[int]:
        """Return some results in the order of the page."""
        if self.ordered is not None:
            return self.get_sorted_pks(self.ordered, start, count)
        if self.among is not None:
            return list(islice(self.index.in_order(self.among, self.results), start, start + count))
        return self.index.newest(self.results, start, count)

    def get_relevant_pks(self, search: Search, start: int, count: int) -> list[int]:
        """Return some results, the most relevant first; after those that are weighed, the newest."""
        best = search.rank_results(self.results)
        chosen = [self.index.pks[place] for place in best[start : start + count]]
        if len(chosen) < count and len(best) < self.count:
            rest = self.results - BitMap(best)
            chosen += self.index.newest(rest, max(start - len(best), 0), count - len(chosen))
        return chosen

    def get_sorted_pks(self, ordered: ItemQuerySet, start: int, count: int) -> list[int]:
        """Return some results in an order that the database keeps.

        Many results are picked from the front of the database's own sorted index. How far it must read follows from how
        many items fit; if they are spread unevenly, it reads further, which costs one more query.
        """
        pks = ordered.values_list("pk", flat=True)
        if self.count <= MAX_RESULTS_SORTED_BY_DATABASE:
            return list(pks.filter(pk__in=self.index.get_pks(self.results))[start : start + count])
        wanted = min(start + count, self.count)
        reach = 200 + 3 * wanted * len(self.index.pks) // (2 * self.count)
        while True:
            front = list(pks[:reach])
            found = list(islice(self.index.in_order(front, self.results), wanted))
            if len(found) == wanted or len(front) < reach:
                return found[start:]
            reach *= 4

    def exclude_group(self, parameter: str) -> BitMap:
        """Return the positions that fit the choice of every group but this one."""
        if not self.filters.chosen.get(parameter):
            return self.results
        return self.index.matching(self.filters.keys, self.within, apart_from=parameter)

    def count_terms(self, parameter: str) -> dict[int, int]:
        """Return how many results each term of a group would leave."""
        return self.index.count_terms(parameter, self.exclude_group(parameter))

    def count_largest_terms(self, parameter: str, most: int) -> dict[int, int]:
        """Return the counts of the most frequent terms of a large group among the results, and of those chosen."""
        base = self.exclude_group(parameter)
        counts = self.index.count_largest_terms(parameter, base, most)
        for term in self.filters.chosen.get(parameter, ()):
            counts[term.key] = len(base & self.index.carrying(parameter, term.key))
        return counts

    def find_nearest_terms(self, parameter: str, words: str) -> list[tuple[int, int]]:
        """Return the terms of a group that most items with any of these words carry, each with its count."""
        found = make_search(self.index, words)
        if found is None:
            return []
        public = self.index.public(time.time())
        some = BitMap.union(BitMap(), *(word.items for word in found.words)) & public
        counts = self.index.count_terms(parameter, some)
        return sorted(((key, count) for key, count in counts.items() if count), key=lambda pair: -pair[1])

    def find_wider_searches(self) -> list[tuple[str, int]]:
        """Return the groups that could be dropped, each with what that would find, the smallest number first."""
        chosen = self.filters.keys
        found = [(name, len(self.index.matching(chosen, self.within, apart_from=name))) for name in chosen]
        return sorted(((name, count) for name, count in found if count), key=lambda pair: pair[1])


def find_results(
    index: FacetIndex,
    filters: Filters | None = None,
    fixed: Mapping[str, tuple[FacetTerm, ...]] | None = None,
    **offered: Any,
) -> Finding:
    """Return the finding of a choice on a page that may itself require terms or offer only some items."""
    return Finding(index, filters or Filters(), fixed or {}, **offered)


def find_related(index: FacetIndex, pk: int, apart_from: tuple[str, int] | None = None, most: int = 4) -> list[int]:
    """Return the primary keys of items on the same focus areas and areas of need as this one, the most alike first.

    Items that carry the term `apart_from` (the item's own publisher) must be much more alike to come before others.
    """
    others = index.public(time.time()) - index.get_positions([pk])
    own = index.carrying(*apart_from) if apart_from else BitMap()
    return find_similar(index, pk, others, most, own)


def find_similar(index: FacetIndex, pk: int, others: BitMap, most: int, own: BitMap | None = None) -> list[int]:
    """Return those of `others` that share most of an item's focus areas, needs and phases and carry few others.

    Only items with a focus area in common count, those with a need in common before the rest. Of very many, only the
    newest are compared; the newer of two equals comes first. Those in `own` are ranked a little lower.
    """
    on_topic = index.carrying_any("focus", index.get_terms(pk, "focus")) & others
    with_need = on_topic & index.carrying_any("need", index.get_terms(pk, "need"))
    chosen: list[int] = []
    for circle in (with_need, on_topic - with_need):
        rest = circle[-MAX_ITEMS_COMPARED:] if len(circle) > MAX_ITEMS_COMPARED else circle
        scores = compute_similarities(index, pk, rest)
        for place in rest & own if own else ():
            scores[place] -= OWN_ITEM_PENALTY
        ranked = sorted(rest, key=lambda place: (-scores[place], -place))
        chosen += [index.pks[place] for place in ranked[: most - len(chosen)]]
    return chosen


def compute_similarities(index: FacetIndex, pk: int, others: BitMap) -> dict[int, float]:
    """Return how alike each item is to one: the share of their terms that both carry, summed over the groups."""
    scores = dict.fromkeys(others, 0.0)
    for parameter, weight in SIMILARITY_WEIGHTS.items():
        own = set(index.get_terms(pk, parameter))
        shared, carried = Counter[int](), Counter[int]()
        for key, bitmap in index.bitmaps.get(parameter, {}).items():
            carried.update(bitmap & others)
            shared.update(bitmap & others if key in own else ())
        for place in others:
            either = len(own) + carried[place] - shared[place]
            scores[place] += weight * (shared[place] / either if either else 1)
    return scores
