"""The publishers in alphabetical order, page by page."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from django.urls import reverse

from accounts.addresses.query_strings import read_whole_number
from gateway.catalogue.facets import FacetIndex
from gateway.catalogue.facets.filters import MAX_PAGE_NUMBER_DIGITS
from gateway.catalogue.finder.finder import find_results
from gateway.catalogue.finder.listing import Choice, Pages
from resources.models import Publisher

PUBLISHERS_PER_PAGE = 90


@dataclass(frozen=True)
class DirectoryEntry:
    """A publisher and how many public items it has."""

    publisher: Publisher
    count: int


@dataclass(frozen=True)
class Letter:
    """The publishers of a page whose names begin with a letter."""

    letter: str
    entries: list[DirectoryEntry] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        """Return the id of its heading on the page."""
        return f"letter-{self.letter.lower()}" if self.letter.isalpha() else "letter-0"


class Directory(Pages):
    """One page of the directory. The facet index holds all names, so only the page's rows are fetched."""

    def __init__(self, index: FacetIndex, asked: str) -> None:
        self.index = index
        self.terms = sorted(index.vocabularies["publisher"].terms, key=lambda term: get_first_letter(term.label))
        self.total = len(self.terms)
        self.page_count = max(-(-self.total // PUBLISHERS_PER_PAGE), 1)
        self.page_number = min(read_whole_number(asked, MAX_PAGE_NUMBER_DIGITS) or 1, self.page_count)

    def get_page_url(self, number: int) -> str:
        address = reverse("resources:publishers")
        return f"{address}?page={number}" if number > 1 else address

    @cached_property
    def letters(self) -> list[Letter]:
        start = (self.page_number - 1) * PUBLISHERS_PER_PAGE
        keys = [term.key for term in self.terms[start : start + PUBLISHERS_PER_PAGE]]
        rows, counts = Publisher.objects.in_bulk(keys), find_results(self.index).count_terms("publisher")
        letters: dict[str, Letter] = {}
        for publisher in (rows[key] for key in keys if key in rows):
            letter = get_first_letter(publisher.name)
            entry = DirectoryEntry(publisher, counts.get(publisher.pk, 0))
            letters.setdefault(letter, Letter(letter)).entries.append(entry)
        return list(letters.values())

    @property
    def jumps(self) -> list[Choice]:
        """Return links to where each letter begins, on this page or another."""
        places: dict[str, int] = {}
        for place, term in enumerate(self.terms):
            places.setdefault(get_first_letter(term.label), place // PUBLISHERS_PER_PAGE + 1)
        return [
            Choice(
                letter, ("" if number == self.page_number else self.get_page_url(number)) + f"#{Letter(letter).anchor}"
            )
            for letter, number in places.items()
        ]


def get_first_letter(name: str) -> str:
    """Return the letter that a name is filed under, without its accent, or # if it does not begin with a letter."""
    letter = unicodedata.normalize("NFKD", name)[:1].upper()
    return letter if letter.isascii() and letter.isalpha() else "#"
