"""What a list page shows of a finding: filters with counts, chips, notices, pages and sorts, ready for a template."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.conf import settings
from django.urls import reverse

from gateway.catalogue.facets import FacetTerm, Vocabulary
from gateway.catalogue.facets.filters import NEWEST_SORT, RELEVANT_SORT, SEARCH_SORT_LABELS, SORT_LABELS, Filters
from gateway.catalogue.facets.groups import Group, get_groups, get_legends
from gateway.catalogue.facets.topics import find_topics
from gateway.catalogue.finder.finder import LAST_PAGE_NUMBER, Finding
from gateway.catalogue.models import Kind
from gateway.catalogue.search.did_you_mean import suggest_correction

MAX_TERMS_IN_SHORT_GROUP = 30
"""A group with more terms shows only its largest ones."""
MAX_TERMS_SHOWN = 8
MAX_TOPICS = 6
MAX_AREAS = 3
TOO_GENERAL_MESSAGE = "Your search words are too general. This is everything. Try a more specific word."
SOME_WORDS_MESSAGE = "Nothing has all your words, so these results have some of them."
SEARCH_FAILED_MESSAGE = "Search is not working at the moment, so this is everything. Try again in a few minutes."
OPEN_GROUPS = frozenset({"kind", "focus", "need", "phase"})


@dataclass(slots=True)
class Option:
    """A checkbox, with the number of results that it would leave."""

    value: str
    label: str
    count: int
    chosen: bool
    options: list[Option] = field(default_factory=list)


@dataclass(slots=True)
class OptionGroup:
    parameter: str
    legend: str
    options: list[Option]
    chosen_count: int
    is_open: bool
    more_label: str = ""
    more_url: str = ""


@dataclass(slots=True)
class Choice:
    """One of several ways to see the list: a sort, a page, a time, a chip to remove or a wider search."""

    label: str
    url: str = ""
    value: str = ""
    legend: str = ""
    count: int = 0
    chosen: bool = False
    is_gap: bool = False

    @property
    def number(self) -> str:
        return self.value

    @property
    def is_current(self) -> bool:
        return self.chosen


class Pages:
    """A base for lists with pages, which set `page_number` and `page_count` and implement `get_page_url`."""

    page_number: int
    page_count: int

    def get_page_url(self, number: int) -> str:
        raise NotImplementedError

    @cached_property
    def previous_url(self) -> str:
        return self.get_page_url(self.page_number - 1) if self.page_number > 1 else ""

    @cached_property
    def next_url(self) -> str:
        return self.get_page_url(self.page_number + 1) if self.page_number < self.page_count else ""

    @property
    def pages(self) -> list[Choice]:
        """Return the first page, the last page and those around the current one, with gaps between."""
        near = {1, self.page_count, self.page_number - 1, self.page_number, self.page_number + 1}
        links: list[Choice] = []
        before = 0
        for number in sorted(number for number in near if 1 <= number <= self.page_count):
            if number > before + 1:
                links.append(Choice("…", is_gap=True))
            links.append(
                Choice(f"{number:,}", self.get_page_url(number), str(number), chosen=number == self.page_number)
            )
            before = number
        return links


class Listing(Pages):
    """A finding as one page shows it, at `path`; `order` names the sort that applies unless the visitor chooses one."""

    sought = "Results for"

    def __init__(
        self, finding: Finding, path: str, notices: Iterable[str] = (), order: str = SORT_LABELS[NEWEST_SORT]
    ) -> None:
        self.filters = finding.filters
        self.as_typed = finding
        self.finding = finding = self.corrected or finding
        self.action = path
        self.order = order
        self.count = finding.count
        self.items = finding.items
        self.page_count = finding.page_count
        self.page_number = finding.page_number
        self.first = (self.page_number - 1) * settings.PAGE_SIZE + 1
        self.last = self.first - 1 + len(self.items)
        self.hidden = self.filters.extra
        self.more_chips: list[Choice] = []
        self.notices = [*notices, *self.make_notices()]

    @cached_property
    def corrected(self) -> Finding | None:
        """Return the finding of what the visitor probably meant, if nothing has all words typed and it finds more."""
        typed = self.as_typed
        if not typed.search or self.filters.is_exact or typed.whole_count or not self.meant:
            return None
        meant = replace(typed, filters=replace(self.filters, words=self.meant))
        is_better = meant.whole_count or (meant.count and not typed.count)
        return meant if is_better else None

    @cached_property
    def meant(self) -> str:
        """Return the visitor's words as they were probably meant, or nothing if none seems misspelt."""
        search = self.as_typed.search
        return suggest_correction(self.as_typed.index, search, self.words) if search else ""

    def get_page_url(self, number: int) -> str:
        return self.filters.build_url(self.action, page=number)

    @property
    def words(self) -> str:
        """Return what the visitor typed into the search box."""
        return self.filters.words

    @cached_property
    def topics(self) -> list[Choice]:
        """Return the filters that fit the words and could replace them, those with most results first."""
        names = get_legends()
        index, chosen = self.finding.index, self.filters.chosen
        narrowed = index.matching(self.filters.keys, self.finding.offered)
        found = [
            Choice(
                term.label,
                self.filters.with_term(parameter, term).without_words().build_url(self.action),
                legend=names[parameter],
                count=len(narrowed & index.carrying(parameter, term.key)),
            )
            for parameter, term in find_topics(self.words_searched, index)
            if parameter not in self.finding.fixed and term not in chosen.get(parameter, ())
        ]
        return sorted(found, key=lambda choice: -choice.count)[:MAX_TOPICS]

    @property
    def tally(self) -> str:
        return format_count(self.count, "result")

    def make_title(self, title: str) -> str:
        """Return the page's title: the list's own or, for a search, the number of results and the words."""
        if not self.is_search:
            return title
        return f"{self.tally} for “{self.words_searched}”" + (f" in {title}" if title else "")

    def make_heading(self, title: str) -> str:
        """Return the page's heading, which leaves out the count because it is shown above the results."""
        if not self.is_search:
            return title
        return f"{self.sought} “{self.words_searched}”" + (f" in {title}" if title else "")

    @property
    def shown(self) -> str:
        """Return which results this page shows, or nothing if there is only one page."""
        return f"Showing {self.first:,} to {self.last:,}" if self.page_count > 1 else ""

    @property
    def url(self) -> str:
        return self.filters.build_url(self.action)

    def make_notices(self) -> list[str]:
        """Return notices about the search, a page that does not exist and a list too long to turn to its end."""
        notices = []
        if self.words and not self.is_search:
            notices.append(SEARCH_FAILED_MESSAGE if self.finding.unchecked_search else TOO_GENERAL_MESSAGE)
        if self.finding.whole_count < self.count:
            notices.append(make_partial_match_notice(self.finding.whole_count))
        if self.filters.page > self.page_count:
            notices.append(f"There is no page {min(self.filters.page, 10**6):,}, so this is the last.")
        if self.page_number == LAST_PAGE_NUMBER:
            notices.append("We cannot show more of this list. Use the filters to narrow it and see the rest.")
        return notices

    @property
    def is_filtered(self) -> bool:
        return any(self.filters.chosen.values())

    @property
    def is_narrowed(self) -> bool:
        """Return whether the visitor has chosen a filter or typed words."""
        return self.is_filtered or bool(self.words)

    @cached_property
    def groups(self) -> list[OptionGroup]:
        fixed = self.finding.fixed
        kinds = {term.slug for term in fixed.get("kind", ())}
        offered = (group for group in get_groups() if group.parameter not in fixed and is_offered(group, kinds))
        return [make_option_group(self.finding, group) for group in offered]

    @cached_property
    def chips(self) -> list[Choice]:
        """Return what is chosen, each with the address of the list without it."""
        names = get_legends()
        words = Choice(f"“{self.words}”", self.filters.without_words().build_url(self.action), legend="Words")
        return [*self.more_chips, *([words] if self.words else [])] + [
            Choice(term.label, self.filters.without(parameter, term).build_url(self.action), legend=names[parameter])
            for parameter, terms in self.filters.chosen.items()
            for term in terms
        ]

    @property
    def clear_url(self) -> str:
        """Return the address of the list without any choice, or nothing if there is no choice."""
        extra = () if self.more_chips else self.filters.extra
        return (
            replace(self.filters, chosen={}, words="", page=1, extra=extra).build_url(self.action)
            if self.is_narrowed
            else ""
        )

    @property
    def sorts(self) -> list[Choice]:
        usual = RELEVANT_SORT if self.is_search else NEWEST_SORT
        labels = SEARCH_SORT_LABELS if self.is_search else {**SORT_LABELS, NEWEST_SORT: self.order}
        return [
            Choice(label, value="" if value == usual else value, chosen=value == (self.filters.sort or usual))
            for value, label in labels.items()
        ]

    @property
    def is_search(self) -> bool:
        return self.finding.search is not None

    @cached_property
    def wider(self) -> list[Choice]:
        """Return up to three wider searches for an empty list."""
        if self.count:
            return []
        names = get_legends()
        found = [
            Choice(
                f"without {names[parameter]}: {', '.join(term.label for term in self.filters.chosen[parameter])}",
                self.filters.without(parameter).build_url(self.action),
                count=count,
            )
            for parameter, count in self.finding.find_wider_searches()
        ]
        if '"' in self.words and (loose := replace(self.finding, filters=self.without_quotes).count):
            found.append(Choice("without the quotation marks", self.without_quotes.build_url(self.action), count=loose))
        if self.words and (rest := len(self.finding.index.matching(self.filters.keys, self.finding.offered))):
            without = self.filters.without_words().build_url(self.action)
            found.append(Choice(f"without the words “{self.words}”", without, count=rest))
        return found[:3]

    @property
    def without_quotes(self) -> Filters:
        """Return the same choice without quotation marks, so that the words need not be side by side."""
        return replace(self.filters, words=" ".join(self.words.replace('"', " ").split()), page=1)

    @cached_property
    def spelling(self) -> Choice | None:
        """Return the same search with what the visitor probably meant, or None if no word seems misspelt."""
        if self.filters.is_exact or self.page_number > 1 or not self.meant:
            return None
        return Choice(self.meant, replace(self.filters, words=self.meant, page=1).build_url(self.action))

    @property
    def original(self) -> Choice | None:
        """Return the search for the very words that were typed, if corrected ones found what is shown."""
        exact = replace(self.filters, is_exact=True, page=1)
        return Choice(self.words, exact.build_url(self.action)) if self.corrected else None

    @property
    def words_searched(self) -> str:
        """Return the words by which the list was found: the visitor's, or the corrected ones."""
        return self.finding.filters.words

    @cached_property
    def nearest_areas(self) -> list[Choice]:
        """Return the focus areas of most items that hold any of the words, for a search that finds nothing."""
        words = self.spelling.label if self.spelling else self.words
        terms = {term.key: term for term in self.finding.index.vocabularies["focus"].terms}
        return [
            Choice(terms[key].label, Filters({"focus": (terms[key],)}).build_url(reverse("browse")), count=count)
            for key, count in self.finding.find_nearest_terms("focus", words)[:MAX_AREAS]
        ]

    @cached_property
    def feed_url(self) -> str:
        """Return the Atom feed of this choice and of what the page requires.

        Return nothing if the list is narrowed by something that a feed cannot be narrowed by.
        """
        if self.filters.extra:
            return ""
        everything = {**self.finding.fixed, **self.filters.chosen}
        return Filters(everything, words=self.words_searched).build_url(reverse("feed_atom"))

    @cached_property
    def calendar_url(self) -> str:
        """Return the calendar of this choice on the list of coming events, and nothing on others."""
        kinds = {term.slug for term in self.finding.fixed.get("kind", ())}
        is_coming = self.finding.among is not None and Kind.EVENT in kinds
        return (
            Filters(self.filters.chosen, words=self.words_searched).build_url(reverse("calendar")) if is_coming else ""
        )


def format_count(number: int, noun: str) -> str:
    """Return a number with its noun, such as "1 result" or "1,200 results"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def make_partial_match_notice(whole: int) -> str:
    """Return the notice for a list that holds more than the results with all words."""
    if not whole:
        return SOME_WORDS_MESSAGE
    return f"{whole:,} of these {'has' if whole == 1 else 'have'} all your words; the rest have most of them."


def is_offered(group: Group, kinds: Collection[str]) -> bool:
    """Return whether a page of these kinds offers a group; one that belongs to a single kind is only on its page."""
    return group.kind is None or group.kind in kinds


def make_option_group(finding: Finding, group: Group) -> OptionGroup:
    """Return the checkboxes of a group; a long one shows only its largest terms and those chosen."""
    vocabulary = finding.index.vocabularies[group.parameter]
    chosen = {term.key for term in finding.filters.chosen.get(group.parameter, ())}
    is_long = len(vocabulary.terms) > MAX_TERMS_IN_SHORT_GROUP
    counts = (
        finding.count_largest_terms(group.parameter, MAX_TERMS_SHOWN)
        if is_long
        else finding.count_terms(group.parameter)
    )
    shown = [vocabulary.by_key[key] for key in counts] if is_long else [t for t in vocabulary.terms if t.parent is None]
    more_label, more_url = group.get_more_link() if is_long else ("", "")
    return OptionGroup(
        group.parameter,
        group.legend,
        make_options(shown, vocabulary, counts, chosen),
        len(chosen),
        bool(chosen) or group.parameter in OPEN_GROUPS,
        more_label,
        more_url,
    )


def make_options(
    terms: Iterable[FacetTerm], vocabulary: Vocabulary, counts: Mapping[int, int], chosen: set[int]
) -> list[Option]:
    return [
        Option(
            term.slug,
            term.label,
            counts[term.key],
            term.key in chosen,
            make_options(vocabulary.children.get(term.key, ()), vocabulary, counts, chosen),
        )
        for term in terms
    ]
