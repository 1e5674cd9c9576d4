"""A list of questions as its page shows it, with filters, chips, pages and a search by words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse

from discussions.questions.finder import QuestionFinding
from discussions.questions.lists import LATEST_LIST, LISTS, OWN_LIST, QuestionList
from discussions.questions.stems import get_stems
from gateway.catalogue.facets.filters import Filters
from gateway.catalogue.facets.groups import get_groups
from gateway.catalogue.finder.listing import Choice, Listing, format_count


class QuestionListing(Listing):
    sought = "Questions with"

    def __init__(self, finding: QuestionFinding, listed: QuestionList, notices: Iterable[str]) -> None:
        self.listed = listed
        super().__init__(finding, get_list_url(listed), notices)

    @property
    def is_search(self) -> bool:
        return bool(get_stems(self.words))

    @property
    def tally(self) -> str:
        return format_count(self.count, self.listed.one)

    @property
    def sorts(self) -> list[Choice]:
        """Return no options: the newest always come first."""
        return []

    @property
    def feed_url(self) -> str:
        """Return the feed with these filters, or "" for the visitor's own list and for a search."""
        if self.listed is OWN_LIST or self.words:
            return ""
        return get_feed_url(self.listed, self.filters, "discussions:feed_atom")

    @property
    def tabs(self) -> list[Choice]:
        """Return the lists, each with the filters of this one."""
        kept = replace(self.filters, page=1)
        return [Choice(each.label, kept.build_url(get_list_url(each)), chosen=each is self.listed) for each in LISTS]


def get_list_url(listed: QuestionList) -> str:
    return reverse(f"discussions:{listed.name}")


def get_feed_url(listed: QuestionList, filters: Filters, name: str) -> str:
    """Return the address of the feed of this name for a list with these filters."""
    show = () if listed is LATEST_LIST else (("show", listed.name),)
    return Filters(filters.chosen, extra=show).build_url(reverse(name))


def get_ignored_groups() -> set[str]:
    """Return the groups for one kind of item only, by which no list of questions is filtered."""
    return {group.parameter for group in get_groups() if group.kind}
