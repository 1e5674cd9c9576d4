"""What a page shows of a finding of questions; beside the finder's filters, chips and pages, the words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.urls import reverse

from discussions.questions.finder import QuestionFinding
from discussions.questions.lists import LATEST_LIST, LISTS, OWN_LIST, QuestionList
from discussions.questions.stems import beginnings
from gateway.catalogue.facets.filters import Filters
from gateway.catalogue.facets.groups import groups
from gateway.catalogue.finder.listing import Choice, Listing, counted


class QuestionListing(Listing):
    """A finding of questions as a page shows it."""

    sought = "Questions with"

    def __init__(self, finding: QuestionFinding, listed: QuestionList, notices: Iterable[str]) -> None:
        self.listed = listed
        super().__init__(finding, address_of(listed), notices)

    @property
    def is_search(self) -> bool:
        """Whether words narrow the list."""
        return bool(beginnings(self.words))

    @property
    def tally(self) -> str:
        """How many questions there are, in words."""
        return counted(self.count, self.listed.one)

    @property
    def sorts(self) -> list[Choice]:
        """The newest come first; there is no other order."""
        return []

    @property
    def feed_url(self) -> str:
        """The feed of this very choice; of what is one's own, or holds words, there is none."""
        if self.listed is OWN_LIST or self.words:
            return ""
        return feed_of(self.listed, self.filters, "discussions:feed_atom")

    @property
    def tabs(self) -> list[Choice]:
        """The lists, each with the choice that is made on this one."""
        kept = replace(self.filters, page=1)
        return [Choice(each.label, kept.address(address_of(each)), chosen=each is self.listed) for each in LISTS]


def address_of(listed: QuestionList) -> str:
    """Where a list is."""
    return reverse(f"discussions:{listed.name}")


def feed_of(listed: QuestionList, filters: Filters, name: str) -> str:
    """Where the feed of this name is that follows a list, narrowed to a choice."""
    show = () if listed is LATEST_LIST else (("show", listed.name),)
    return Filters(filters.chosen, extra=show).address(reverse(name))


def unread_groups() -> set[str]:
    """The groups that say something about one kind of item only: no list of questions is narrowed by them."""
    return {group.parameter for group in groups() if group.kind}
