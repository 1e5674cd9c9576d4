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

from discussions.comments.state import hold_contribution
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


def hold_item(pk: int) -> None:
    """Lock the counters of an item until the transaction ends."""
    lock_rows(Item.objects.filter(pk=pk))


def hold_comment(pk: int) -> None:
    """Lock the counter of a comment until the transaction ends."""
    lock_rows(Comment.objects.filter(pk=pk))


@dataclass(frozen=True)
class Ledger:
    """The counters of one type of row, and the entries that are counted for each `owner`."""

    name: str
    rows: Any
    key: str
    entries: Any
    owner: str
    columns: dict[str, Any]
    hold: Callable[[int], object]

    @property
    def nothing(self) -> Counts:
        return {name: None if name.endswith("_at") else 0 for name in self.columns}

    def right(self, **only: Any) -> dict[int, Counts]:
        """Return the counters that the entries give, by key."""
        found = self.entries.filter(**only).order_by().values(self.owner).annotate(**self.columns)
        return self.by_key(found.values_list(self.owner, *self.columns))

    def stored(self, **only: Any) -> dict[int, Counts]:
        """Return the counters that the rows store, by key, without those that are zero."""
        says_something = Q()
        for name, value in self.nothing.items():
            says_something |= Q(**{f"{name}__isnull": False} if value is None else {f"{name}__gt": 0})
        found = self.rows.filter(says_something, **only).order_by()
        return self.by_key(found.values_list(self.key, *self.columns))

    def by_key(self, found: Any) -> dict[int, Counts]:
        return {pk: dict(zip(self.columns, values, strict=True)) for pk, *values in found}

    def suspects(self) -> list[int]:
        right, stored, nothing = self.right(), self.stored(), self.nothing
        return sorted(pk for pk in right.keys() | stored if right.get(pk, nothing) != stored.get(pk, nothing))


ITEM_LEDGER = Ledger(
    name="item",
    rows=Item.objects,
    key="pk",
    entries=VISIBLE_COMMENTS.filter(item__isnull=False),
    owner="item",
    columns=COMMENT_COUNTS | UNANSWERED_COUNTS,
    hold=hold_item,
)
MEMBER_LEDGER = Ledger(
    name="member",
    rows=Contribution.objects,
    key="user",
    entries=VISIBLE_COMMENTS.filter(author__isnull=False),
    owner="author",
    columns=COMMENT_COUNTS,
    hold=hold_contribution,
)
COMMENT_LEDGER = Ledger(
    name="comment",
    rows=Comment.objects,
    key="pk",
    entries=HelpfulVote.objects.all(),
    owner="comment",
    columns={"helpful_count": Count("pk")},
    hold=hold_comment,
)
LEDGERS = (ITEM_LEDGER, MEMBER_LEDGER, COMMENT_LEDGER)


@dataclass(frozen=True)
class Mistake:
    """A row whose counters were wrong."""

    ledger: Ledger
    pk: int
    stored: Counts
    right: Counts

    def __str__(self) -> str:
        parts = [
            f"{name} is {self.stored[name]}, and {value} is right"
            for name, value in self.right.items()
            if self.stored[name] != value
        ]
        return f"{self.ledger.name} {self.pk}: {'; '.join(parts)}"


def mistakes(*, repair: bool = False) -> Iterator[Mistake]:
    """Yield every row whose counters are wrong, after correcting it if `repair` is true."""
    for ledger in LEDGERS:
        for pk in ledger.suspects():
            mistake = look_again(ledger, pk, repair=repair)
            if mistake:
                yield mistake


@transaction.atomic
def look_again(ledger: Ledger, pk: int, *, repair: bool) -> Mistake | None:
    """Return the mistake in a row, checked with its counters locked, or None."""
    ledger.hold(pk)
    right = ledger.right(**{ledger.owner: pk}).get(pk, ledger.nothing)
    stored = ledger.stored(**{ledger.key: pk}).get(pk, ledger.nothing)
    if right == stored:
        return None
    if repair:
        ledger.rows.filter(**{ledger.key: pk}).update(**right)
        touch_pages()
    return Mistake(ledger, pk, stored, right)
