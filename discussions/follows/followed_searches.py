"""Searches that members follow: a list of the finder with its filters, read as the list reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from pyroaring import BitMap

from discussions.models import Follow
from discussions.models.follow import MAX_NAME_LENGTH, MAX_SEARCH_LENGTH
from gateway.catalogue.facets import FacetIndex, FacetTerm
from gateway.catalogue.facets.filters import Filters, read_filters
from gateway.catalogue.finder.finder import Finding, find_results
from gateway.catalogue.models import KIND_SPECS, Kind

ITEM_KINDS_BY_URL_NAME: dict[str, Kind | None] = {
    "browse": None,
    **{spec.url_name: kind for kind, spec in KIND_SPECS.items()},
}
"""The lists that can be followed, by their URL names, each with the kind that it shows."""


@dataclass(frozen=True)
class Search:
    """A list with its filters as its shortest address, and a suggested name."""

    url: str
    suggestion: str


def read_search(path: str, query: QueryDict, index: FacetIndex) -> Search | None:
    """Return the search at the address of a list, without unreadable values, or None if the list cannot be followed."""
    kind = get_kind_at_path(path)
    if kind is None:
        return None
    filters, _ = read_filters(query, index, apart_from=("kind",) if kind else ())
    pairs = build_query_pairs(filters.chosen, filters.words)
    while len(url := f"{path}?{urlencode(pairs)}") > MAX_SEARCH_LENGTH:
        pairs.pop()
    labels = [filters.words, *(term.label for terms in filters.chosen.values() for term in terms)]
    name = ", ".join(label for label in labels if label) or (Kind(kind).plural if kind else "Everything new")
    return Search(url.removesuffix("?"), name[:MAX_NAME_LENGTH])


def build_query_pairs(chosen: Mapping[str, Iterable[FacetTerm]], words: str) -> list[tuple[str, str]]:
    pairs = [(parameter, term.slug) for parameter, terms in chosen.items() for term in terms]
    return [*pairs, ("q", words)] if words else pairs


def get_kind_at_path(path: str) -> str | None:
    """Return the kind of the list at a path, "" if it shows all kinds, or None if it cannot be followed."""
    return next((kind or "" for name, kind in ITEM_KINDS_BY_URL_NAME.items() if reverse(name) == path), None)


def find_items_by_search(searches: Iterable[str], pks: list[int], index: FacetIndex) -> dict[str, set[int]]:
    """Return which of the items each search finds."""
    wanted = index.get_positions(pks)
    return {search: find_items(search, wanted, index) for search in searches}


def find_items(search: str, wanted: BitMap, index: FacetIndex) -> set[int]:
    path, _, query = search.partition("?")
    kind = get_kind_at_path(path)
    if kind is None:
        return set()
    fixed = get_fixed_terms(kind, index)
    filters, _ = read_filters(QueryDict(query), index, apart_from=fixed)
    finding = find_results(index, Filters(filters.chosen, words=filters.words), fixed)
    matches_all_words = finding.searched[1]
    return set(index.get_pks(finding.results & matches_all_words & wanted))


def get_fixed_terms(kind: str, index: FacetIndex) -> dict[str, tuple[FacetTerm, ...]]:
    """Return the terms that a list of one kind requires."""
    return {"kind": (index.vocabularies["kind"].by_slug[kind],)} if kind else {}


def build_search_query(finding: Finding, path: str) -> str:
    """Return the query string that leads from a list to the page where it can be followed."""
    narrowed = dict(finding.filters.chosen)
    if get_kind_at_path(path) is None:
        path, narrowed = reverse("browse"), {**finding.fixed, **narrowed}
    return urlencode([("path", path), *build_query_pairs(narrowed, finding.filters.words)])


def get_followed_searches() -> list[str]:
    """Return every search that any member follows, once."""
    return list(Follow.objects.searches().order_by("search").values_list("search", flat=True).distinct())
