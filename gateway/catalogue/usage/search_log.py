"""Counts of what visitors search for: the words and the number of results, by day, and nothing of who searched.

What might identify a person is not stored; the rest is shown to editors only once several visitors have searched
for it: see docs/decisions/0904-what-people-look-for.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from gateway.catalogue.finder.listing import Listing
from gateway.catalogue.models import AskedWords
from gateway.catalogue.models.search.asked_words import MAX_QUERY_LENGTH, get_first_day_kept
from gateway.catalogue.page_cache import count_hit
from gateway.catalogue.usage.bots import is_reader
from gateway.catalogue.usage.count_buffer import Buffer, add_to, log_exceptions

SEARCHED_COUNT_NAME = "words that were asked for"
"""The name for `gateway.catalogue.page_cache.count_hit`."""
MAX_DIGITS = 3
"""More might be a telephone number, a date of birth or a pupil's number."""
MAX_QUERIES_PER_DAY = 20_000
"""The number of different queries kept for one day, so that a program that invents words cannot fill the disk."""
LINK_PATTERN = re.compile(r"@|://|www\.|\.(com|org|net|uk)\b")
SPACES_PATTERN = re.compile(r"\s+")

type Row = tuple[date, str, int]


def count_search(request: HttpRequest, listing: Listing) -> None:
    """Count the words of a list, if it shows the first page of a search without filters."""
    filters = listing.filters
    is_first = listing.page_number == 1 and not listing.is_filtered and not filters.extra
    if is_first and (words := clean_query(request.GET.get("q", ""))):
        count_hit(request, SEARCHED_COUNT_NAME, [words, listing.count])


def clean_query(typed: str) -> str:
    """Return a query in lower case with single spaces, or nothing if it is long or might identify a person."""
    if len(typed) > 2 * MAX_QUERY_LENGTH:
        return ""
    words = SPACES_PATTERN.sub(" ", unicodedata.normalize("NFKC", typed).casefold()).strip()
    digits = sum(character.isdigit() for character in words)
    is_fit = (
        len(words) <= MAX_QUERY_LENGTH
        and digits <= MAX_DIGITS
        and words.isprintable()
        and not LINK_PATTERN.search(words)
    )
    return words if is_fit else ""


@log_exceptions
def count_words(request: HttpRequest, asked: tuple[str, int]) -> None:
    words, found = asked
    if request.method == "GET" and is_reader(request):
        buffer.add([(timezone.localdate(), words, found)])


@transaction.atomic
def store_counts(counts: Counter[Row]) -> None:
    """Add counts to the rows of the database, and delete rows that are too old."""
    AskedWords.objects.filter(day__lt=get_first_day_kept()).delete()
    room = MAX_QUERIES_PER_DAY - AskedWords.objects.filter(day=timezone.localdate()).count()
    rows = sorted((*row, number) for row, number in counts.items())[: max(room, 0)]
    if rows:
        add_to(AskedWords, rows)


buffer: Buffer[Row] = Buffer(store_counts)
