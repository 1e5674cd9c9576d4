"""The facet index: which items carry which term, as compressed bitmaps of the items' positions.

A position is an item's rank by date of publication, oldest first; items dated in the future are at the end and are cut
off by bisection. An index never changes: `with_changes` returns a new one that shares what stayed the same.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from pyroaring import BitMap

from gateway.catalogue.facets.groups import Key, Vocabulary

NO_POSITION = NO_TERM = 0xFFFFFFFF
MAX_RESULTS_SAMPLED = 1_000
"""The number of results that are sampled to find the most frequent terms of a long group."""
MAX_TERMS_IN_SHORT_GROUP = 30
"""A group with more terms keeps, for each position, the term that it carries (the last one, if several)."""

type Choice = Mapping[str, Collection[Key]]
"""The chosen terms' keys by the parameter of their group; a group without a choice may be left out."""


class Mark(NamedTuple):
    """How far an index has read the change log: the log's identity, and the last change's number and token."""

    epoch: str = ""
    sequence: int = 0
    token: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as the index reads it: when it is published (seconds since 1970) and the terms that it carries."""

    pk: int
    published: float
    terms: tuple[tuple[str, Key], ...]


@dataclass(frozen=True)
class FacetIndex:
    """Every published item of the catalogue at one moment.

    `synonyms`, `postings` and `names` belong to search: what it has looked up is kept as long as this index.
    """

    mark: Mark
    day: date
    pks: array[int]
    published: array[float]
    positions: array[int]
    alive: BitMap
    bitmaps: Mapping[str, Mapping[Key, BitMap]]
    single: Mapping[str, array[int]]
    vocabularies: Mapping[str, Vocabulary]
    synonyms: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    postings: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    names: list[Any] = field(default_factory=list, repr=False, compare=False)
    _unions: dict[tuple[str, Key], BitMap] = field(default_factory=dict, repr=False, compare=False)
    _sizes: dict[str, list[Key]] = field(default_factory=dict, repr=False, compare=False)

    def public(self, now: float) -> BitMap:
        """Return the positions that any visitor may see at a moment."""
        live = bisect_right(self.published, now)
        return self.alive if live == len(self.pks) else self.alive & BitMap(range(live))

    def carrying(self, parameter: str, key: Key) -> BitMap:
        """Return the positions of items that carry a term or one beneath it."""
        known = self._unions.get((parameter, key))
        if known is None:
            bitmaps = self.bitmaps.get(parameter, {})
            keys = self.vocabularies[parameter].with_children(key)
            found = [bitmaps[each] for each in keys if each in bitmaps]
            known = BitMap.union(*found) if found else BitMap()
            self._unions[parameter, key] = known
        return known

    def carrying_any(self, parameter: str, keys: Collection[Key]) -> BitMap:
        return BitMap.union(BitMap(), *(self.carrying(parameter, key) for key in keys))

    def matching(self, chosen: Choice, within: BitMap, apart_from: str = "") -> BitMap:
        """Return the positions in `within` that fit the choice of every group but `apart_from`."""
        narrowing = [
            self.carrying_any(parameter, keys) for parameter, keys in chosen.items() if keys and parameter != apart_from
        ]
        return BitMap.intersection(within, *narrowing) if narrowing else within

    def count_terms(self, parameter: str, within: BitMap) -> dict[Key, int]:
        """Return how many positions in `within` carry each term of a group."""
        return {
            term.key: within.intersection_cardinality(self.carrying(parameter, term.key))
            for term in self.vocabularies[parameter].terms
        }

    def count_largest_terms(self, parameter: str, within: BitMap, most: int) -> dict[Key, int]:
        """Return the counts of the few terms that most positions in `within` carry.

        The candidates are the group's largest terms and those found in a sample of the results, so the cost does not
        grow with the group. Up to `MAX_RESULTS_SAMPLED` results, no larger term is missed; every count is exact.
        """
        sample = within if len(within) <= MAX_RESULTS_SAMPLED else within[:: -(-len(within) // MAX_RESULTS_SAMPLED)]
        keys = {*self._get_terms_by_size(parameter)[: 2 * most], *self._get_leading_terms(parameter, sample, 4 * most)}
        counts = [(within.intersection_cardinality(self.carrying(parameter, key)), key) for key in keys]
        counts.sort(key=lambda pair: (-pair[0], pair[1]))
        return {key: count for count, key in counts[:most]}

    def _get_leading_terms(self, parameter: str, sample: BitMap, most: int) -> list[Key]:
        """Return the terms that most of a sample of positions carry."""
        bearer = self.single.get(parameter)
        if bearer is None:
            return []
        return [key for key, _ in Counter(map(bearer.__getitem__, sample)).most_common(most) if key != NO_TERM]

    def _get_terms_by_size(self, parameter: str) -> list[Key]:
        """Return all terms of a group, those that most items carry first; computed once."""
        known = self._sizes.get(parameter)
        if known is None:
            keys = [term.key for term in self.vocabularies[parameter].terms]
            known = sorted(keys, key=lambda key: -len(self.carrying(parameter, key)))
            self._sizes[parameter] = known
        return known

    def newest(self, results: BitMap, start: int, count: int) -> list[int]:
        """Return the primary keys of a page of results, the newest first."""
        last = len(results) - start
        return [self.pks[position] for position in reversed(results[max(last - count, 0) : max(last, 0)])]

    def get_pks(self, results: BitMap) -> list[int]:
        """Return the primary keys of all results, the oldest first."""
        return [self.pks[position] for position in results]

    def get_position(self, pk: int) -> int:
        """Return the position of an item, or NO_POSITION."""
        return self.positions[pk] if 0 <= pk < len(self.positions) else NO_POSITION

    def get_positions(self, pks: Iterable[int]) -> BitMap:
        """Return the positions of those items that are in the index."""
        last = len(self.positions)
        found = BitMap([self.positions[pk] for pk in pks if 0 <= pk < last])
        found.discard(NO_POSITION)
        return found

    def in_order(self, pks: Iterable[int], results: BitMap) -> Iterator[int]:
        """Yield those of the items that are among the results, in the order given."""
        return (pk for pk in pks if self.get_position(pk) in results)

    def get_terms(self, pk: int, parameter: str) -> list[Key]:
        position = self.get_position(pk)
        return [key for key, bitmap in self.bitmaps.get(parameter, {}).items() if position in bitmap]

    def with_vocabularies(self, vocabularies: Mapping[str, Vocabulary], day: date) -> FacetIndex:
        """Return the same items under the terms of a day: renamed, reordered, new or fewer."""
        return replace(self, vocabularies=vocabularies, day=day, names=[], _unions={}, _sizes={})

    def with_changes(self, entries: Collection[Entry], gone: Collection[int]) -> FacetIndex:
        """Return the index after the items in `entries` were changed or added and those in `gone` removed."""
        draft = Draft(self)
        for pk in (*gone, *(entry.pk for entry in entries)):
            draft.remove_item(pk)
        for entry in sorted(entries, key=lambda entry: (entry.published, entry.pk)):
            draft.add_item(entry)
        return draft.finish()


class Draft:
    """An index being changed; bitmaps are copied when first touched, so readers of the old one are not disturbed."""

    def __init__(self, index: FacetIndex) -> None:
        self.index = index
        self.pks = array("Q", index.pks)
        self.published = array("d", index.published)
        self.positions = array("I", index.positions)
        self.alive = BitMap(index.alive)
        self.bitmaps = {parameter: dict(bitmaps) for parameter, bitmaps in index.bitmaps.items()}
        self.single = {parameter: array("I", keys) for parameter, keys in index.single.items()}

    def remove_item(self, pk: int) -> None:
        """Remove an item; its position stays empty until the index is rebuilt."""
        position = self.positions[pk] if pk < len(self.positions) else NO_POSITION
        if position == NO_POSITION:
            return
        self.positions[pk] = NO_POSITION
        self.alive.discard(position)
        for parameter, bitmaps in self.bitmaps.items():
            for key in [key for key, bitmap in bitmaps.items() if position in bitmap]:
                self.copy_bitmap(parameter, key).discard(position)

    def add_item(self, entry: Entry) -> None:
        """Add an item at its rank, by date and then primary key."""
        same_date = bisect_left(self.published, entry.published), bisect_right(self.published, entry.published)
        position = bisect_left(self.pks, entry.pk, *same_date)
        if position == same_date[1] or self.pks[position] != entry.pk:
            self.insert_position(position, entry)
        self.positions[entry.pk] = position
        self.alive.add(position)
        for parameter, key in entry.terms:
            self.copy_bitmap(parameter, key).add(position)
            if parameter in self.single:
                self.single[parameter][position] = key

    def insert_position(self, position: int, entry: Entry) -> None:
        """Insert a position for an item that has none at its rank; later ones move up by one.

        This goes from the last position down, because an item that was given another date has an empty position beside
        its own.
        """
        for place in range(len(self.pks) - 1, position - 1, -1):
            if self.positions[self.pks[place]] == place:
                self.positions[self.pks[place]] = place + 1
        self.pks.insert(position, entry.pk)
        self.published.insert(position, entry.published)
        for keys in self.single.values():
            keys.insert(position, NO_TERM)
        if entry.pk >= len(self.positions):
            self.positions.extend(array("I", [NO_POSITION]) * (entry.pk + 1 - len(self.positions)))
        self.alive = shift_positions(self.alive, position)
        for bitmaps in self.bitmaps.values():
            for key, bitmap in bitmaps.items():
                bitmaps[key] = shift_positions(bitmap, position)

    def copy_bitmap(self, parameter: str, key: Key) -> BitMap:
        """Return the draft's own copy of a bitmap."""
        bitmaps = self.bitmaps.setdefault(parameter, {})
        if bitmaps.get(key) is self.index.bitmaps.get(parameter, {}).get(key):
            bitmaps[key] = BitMap(bitmaps.get(key, ()))
        return bitmaps[key]

    def finish(self) -> FacetIndex:
        return replace(
            self.index,
            pks=self.pks,
            published=self.published,
            positions=self.positions,
            alive=self.alive,
            bitmaps=self.bitmaps,
            single=self.single,
            postings={},
            _unions={},
            _sizes={},
        )


def shift_positions(bitmap: BitMap, position: int) -> BitMap:
    """Return the same set with everything from a position on increased by one."""
    if not bitmap or bitmap.max() < position:
        return bitmap
    upper = BitMap(bitmap)
    upper.remove_range(0, position)
    return (bitmap - upper) | upper.shift(1)


def make_empty_index(
    mark: Mark | None = None, day: date = date.min, vocabularies: Mapping[str, Vocabulary] | None = None
) -> FacetIndex:
    return FacetIndex(mark or Mark(), day, array("Q"), array("d"), array("I"), BitMap(), {}, {}, vocabularies or {})


def fill_index(
    empty: FacetIndex, items: Iterable[tuple[int, float]], links: Mapping[str, Iterable[tuple[int, Key]]]
) -> FacetIndex:
    """Return an index of published items, given as (pk, published) oldest first, and their links to terms by group."""
    pks, published = array("Q"), array("d")
    for pk, moment in items:
        pks.append(pk)
        published.append(moment)
    positions = array("I", [NO_POSITION]) * (max(pks, default=-1) + 1)
    for position, pk in enumerate(pks):
        positions[pk] = position
    bitmaps = {parameter: make_bitmaps(pairs, positions) for parameter, pairs in links.items()}
    long = [
        parameter
        for parameter, vocabulary in empty.vocabularies.items()
        if len(vocabulary.terms) > MAX_TERMS_IN_SHORT_GROUP
    ]
    return replace(
        empty,
        pks=pks,
        published=published,
        positions=positions,
        alive=BitMap(range(len(pks))),
        bitmaps=bitmaps,
        single={parameter: get_keys_by_position(bitmaps[parameter], len(pks)) for parameter in long},
    )


def make_bitmaps(pairs: Iterable[tuple[int, Key]], positions: Sequence[int]) -> dict[Key, BitMap]:
    """Return one bitmap per term, from pairs of an item's and a term's key."""
    places: dict[Key, array[int]] = {}
    for pk, key in pairs:
        if pk < len(positions) and positions[pk] != NO_POSITION:
            places.setdefault(key, array("I")).append(positions[pk])
    return {key: BitMap(positions_) for key, positions_ in places.items()}


def get_keys_by_position(bitmaps: Mapping[Key, BitMap], length: int) -> array[int]:
    """Return, for each position, the term of a group that it carries, or NO_TERM."""
    keys = array("I", [NO_TERM]) * length
    for key, bitmap in bitmaps.items():
        for position in bitmap:
            keys[position] = key
    return keys
