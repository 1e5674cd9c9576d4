"""What a visitor asked to see: read from the query string, and written back into addresses.

State lives in the address and nowhere else. A value that cannot be read is left out with a notice; nothing here raises.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from accounts.addresses.query_strings import read_whole_number
from gateway.catalogue.facets import FacetIndex, FacetTerm
from gateway.catalogue.text.tokens import compose_accents

RELEVANT_SORT, NEWEST_SORT, UPDATED_SORT, TITLE_SORT = "relevant", "newest", "updated", "title"
SORT_LABELS = {NEWEST_SORT: "Newest first", UPDATED_SORT: "Recently updated", TITLE_SORT: "Title, A to Z"}
SEARCH_SORT_LABELS = {RELEVANT_SORT: "Most relevant", **SORT_LABELS}
MAX_WORDS_LENGTH = 200
MAX_PAGE_NUMBER_DIGITS = 18
MAX_LENGTH_SHOWN = 40
MAX_VALUES_PER_PARAMETER = 60
"""The number of values of one parameter that are read; no visitor chooses more."""


@dataclass(frozen=True)
class Filters:
    """A visitor's choice; an empty one asks for everything in its usual order.

    If `sort` is empty, the order is that of the page or, with words, the most relevant first.
    """

    chosen: Mapping[str, tuple[FacetTerm, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    words: str = ""
    extra: tuple[tuple[str, str], ...] = ()
    is_exact: bool = False
    """Whether to search for the words as typed, even if they look misspelt."""

    @property
    def keys(self) -> dict[str, list[int]]:
        """Return the keys of the chosen terms by parameter, as the facet index takes them."""
        return {parameter: [term.key for term in terms] for parameter, terms in self.chosen.items()}

    def without(self, parameter: str, term: FacetTerm | None = None) -> Filters:
        """Return the choice without a term, or without its whole group, from the first page on."""
        left = tuple(kept for kept in self.chosen.get(parameter, ()) if term is not None and kept != term)
        return replace(self, chosen={**self.chosen, parameter: left}, page=1)

    def with_term(self, parameter: str, term: FacetTerm) -> Filters:
        return replace(self, chosen={**self.chosen, parameter: (*self.chosen.get(parameter, ()), term)}, page=1)

    def without_words(self) -> Filters:
        return replace(self, words="", is_exact=False, page=1)

    def build_url(self, path: str, **changes: int) -> str:
        """Return the address of this choice at a path; `page` replaces the page number."""
        page = changes.get("page", self.page)
        pairs = [(parameter, term.slug) for parameter, terms in self.chosen.items() for term in terms]
        pairs += self.extra
        if self.words:
            pairs.insert(0, ("q", self.words))
        if self.words and self.is_exact:
            pairs.append(("exact", "1"))
        if self.sort and (self.words or self.sort in (UPDATED_SORT, TITLE_SORT)):
            pairs.append(("sort", self.sort))
        if page > 1:
            pairs.append(("page", str(page)))
        return f"{path}?{urlencode(pairs)}" if pairs else path


def read_filters(query: QueryDict, index: FacetIndex, apart_from: Collection[str] = ()) -> tuple[Filters, list[str]]:
    """Return the choice in a query string, and notices about the values that were left out.

    Groups in `apart_from` are fixed by the page and not read.
    """
    notices: list[str] = []
    chosen: dict[str, tuple[FacetTerm, ...]] = {}
    for parameter, vocabulary in index.vocabularies.items():
        if parameter in apart_from:
            continue
        known, unknown = split_by_slug(query.getlist(parameter)[:MAX_VALUES_PER_PARAMETER], vocabulary.by_slug)
        notices += [f"We do not know “{shorten_value(value)}”, so we left it out." for value in unknown[:2]]
        if known:
            chosen[parameter] = known
    words = shorten_value(compose_accents(query.get("q", "")[: 2 * MAX_WORDS_LENGTH]), MAX_WORDS_LENGTH).strip()
    sort, page = query.get("sort") or "", query.get("page") or "1"
    if sort and sort not in SEARCH_SORT_LABELS:
        notices.append(f"We cannot sort by “{shorten_value(sort)}”, so the list is in its usual order.")
    number = read_whole_number(page, MAX_PAGE_NUMBER_DIGITS)
    if not number:
        notices.append(f"There is no page “{shorten_value(page)}”, so this is the first.")
    is_exact = query.get("exact") == "1"
    return Filters(chosen, get_chosen_sort(sort, words), number or 1, words, is_exact=is_exact), notices


def get_chosen_sort(sort: str, words: str) -> str:
    """Return the sort that was asked for, or an empty string if it is the usual one or unknown."""
    return sort if sort in (SORT_LABELS if words else (UPDATED_SORT, TITLE_SORT)) else ""


def split_by_slug(values: Iterable[str], by_slug: Mapping[str, FacetTerm]) -> tuple[tuple[FacetTerm, ...], list[str]]:
    """Return the terms that the values name, each once, and the values that name none."""
    values = [value for value in dict.fromkeys(values) if value]
    terms = dict.fromkeys(by_slug[value] for value in values if value in by_slug)
    return tuple(terms), [value for value in values if value not in by_slug]


def shorten_value(value: str, longest: int = MAX_LENGTH_SHOWN) -> str:
    """Return a visitor's own value, short and without control characters, to repeat on a page."""
    printable = "".join(each if each.isprintable() else " " for each in value[: 2 * longest])
    return printable[:longest] + ("…" if len(printable) > longest and longest == MAX_LENGTH_SHOWN else "")
