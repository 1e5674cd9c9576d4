"""A check of all stored counters against the rows that they count.

Everything is first counted without a lock. What seems wrong is checked again with the locks that every change takes, so
that a change in between is not taken for a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q

from discussions.comments.state import lock_contribution
from discussions.models import Comment, Contribution, HelpfulVote, State
from gateway.catalogue.models import Item, lock_rows, touch_pages

type Counts = dict[str, Any]

VISIBLE_COMMENTS = Comment.objects.filter(state=State.VISIBLE)
IS_QUESTION = Q(is_question=True)
COMMENT_COUNTS = {
    "comment_count": Count("pk"),
    "question_count": Count("pk", filter=IS_QUESTION),
    "last_activity_at": Max("created_at"),
}
UNANSWERED_COUNTS = {"unanswered_count": Count("pk", filter=IS_QUESTION & Q(answer=None))}


def lock_item_counters(pk: int) -> None:
    lock_rows(Item.objects.filter(pk=pk))


def lock_comment_counter(pk: int) -> None:
    lock_rows(Comment.objects.filter(pk=pk))


@dataclass(frozen=True)
class CounterSpec:
    """The counters of one type of row, and the entries that are counted for each `owner`."""

    name: str
    rows: Any
    key: str
    entries: Any
    owner: str
    columns: dict[str, Any]
    lock: Callable[[int], object]

    @property
    def zeros(self) -> Counts:
        return {name: None if name.endswith("_at") else 0 for name in self.columns}

    def count_entries(self, **only: Any) -> dict[int, Counts]:
        """Return the counters that the entries give, by key."""
        found = self.entries.filter(**only).order_by().values(self.owner).annotate(**self.columns)
        return self.map_by_key(found.values_list(self.owner, *self.columns))

    def get_stored(self, **only: Any) -> dict[int, Counts]:
        """Return the counters that the rows store, by key, without those that are zero."""
        is_not_zero = Q()
        for name, value in self.zeros.items():
            is_not_zero |= Q(**{f"{name}__isnull": False} if value is None else {f"{name}__gt": 0})
        found = self.rows.filter(is_not_zero, **only).order_by()
        return self.map_by_key(found.values_list(self.key, *self.columns))

    def map_by_key(self, found: Any) -> dict[int, Counts]:
        return {pk: dict(zip(self.columns, values, strict=True)) for pk, *values in found}

    def find_suspects(self) -> list[int]:
        expected, stored, zeros = self.count_entries(), self.get_stored(), self.zeros
        return sorted(pk for pk in expected.keys() | stored if expected.get(pk, zeros) != stored.get(pk, zeros))


ITEM_COUNTERS = CounterSpec(
    name="item",
    rows=Item.objects,
    key="pk",
    entries=VISIBLE_COMMENTS.filter(item__isnull=False),
    owner="item",
    columns=COMMENT_COUNTS | UNANSWERED_COUNTS,
    lock=lock_item_counters,
)
MEMBER_COUNTERS = CounterSpec(
    name="member",
    rows=Contribution.objects,
    key="user",
    entries=VISIBLE_COMMENTS.filter(author__isnull=False),
    owner="author",
    columns=COMMENT_COUNTS,
    lock=lock_contribution,
)
VOTE_COUNTERS = CounterSpec(
    name="comment",
    rows=Comment.objects,
    key="pk",
    entries=HelpfulVote.objects.all(),
    owner="comment",
    columns={"helpful_count": Count("pk")},
    lock=lock_comment_counter,
)
COUNTER_SPECS = (ITEM_COUNTERS, MEMBER_COUNTERS, VOTE_COUNTERS)


@dataclass(frozen=True)
class Mistake:
    """A row whose counters were wrong."""

    counters: CounterSpec
    pk: int
    stored: Counts
    expected: Counts

    def __str__(self) -> str:
        parts = [
            f"{name} is {self.stored[name]}, and {value} is right"
            for name, value in self.expected.items()
            if self.stored[name] != value
        ]
        return f"{self.counters.name} {self.pk}: {'; '.join(parts)}"


def find_mistakes(*, repair: bool = False) -> Iterator[Mistake]:
    """Yield every row whose counters are wrong, after correcting it if `repair` is true."""
    for counters in COUNTER_SPECS:
        for pk in counters.find_suspects():
            mistake = recheck_row(counters, pk, repair=repair)
            if mistake:
                yield mistake


@transaction.atomic
def recheck_row(counters: CounterSpec, pk: int, *, repair: bool) -> Mistake | None:
    """Return the mistake in a row, checked with its counters locked, or None."""
    counters.lock(pk)
    expected = counters.count_entries(**{counters.owner: pk}).get(pk, counters.zeros)
    stored = counters.get_stored(**{counters.key: pk}).get(pk, counters.zeros)
    if expected == stored:
        return None
    if repair:
        counters.rows.filter(**{counters.key: pk}).update(**expected)
        touch_pages()
    return Mistake(counters, pk, stored, expected)
