"""Puts the comments of a thread, which come in the order of time, beneath what each replies to.

Whatever part of a thread is read in that order from its beginning holds what each comment in it replies to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from discussions.models import Comment, State
from discussions.people import NOBODY, Author
from discussions.reader import Reader

DEEPEST = 4
"""So deep replies are shown, the comment that began the thread being the first level; deeper ones stand flat."""
MARKS: dict[str, str] = {
    State.DELETED: "This comment was deleted by its author.",
    State.HIDDEN: "This comment was hidden by an editor.",
    State.HELD: "This comment waits for an editor.",
}


@dataclass(eq=False)
class Row:
    """A comment in its place on a page: the template writes the rows one after another."""

    comment: Comment
    author: Author = NOBODY
    is_readable: bool = True
    is_new: bool = False
    is_mine: bool = False
    depth: int = 1
    opens: bool = False
    closes: range = range(0)
    answers_to: Comment | None = None
    answers_to_name: str = ""
    answers_to_here: bool = True
    replies: list[Row] = field(default_factory=list)
    is_answer: bool = False

    @property
    def mark(self) -> str:
        """What stands in the place of words that the reader does not see."""
        return MARKS.get(self.comment.state, "You and the writer of this comment do not see each other’s words.")

    @property
    def voted(self) -> bool:
        """Whether the reader found it helpful, as the query that read it says."""
        return getattr(self.comment, "is_voted", False)


def make_row(comment: Comment, reader: Reader, people: Mapping[int, Author]) -> Row:
    """A comment as this reader sees it, not yet in its place."""
    return Row(
        comment,
        people.get(comment.author_id or 0, NOBODY),
        is_readable=reader.reads(comment),
        is_new=reader.finds_new(comment),
        is_mine=reader.wrote(comment),
    )


def without_dead_ends(rows: Sequence[Row]) -> list[Row]:
    """The rows without unreadable ones to which nobody replied readably; a mark stays in the place of others."""
    live: set[int] = set()
    for row in reversed(rows):
        if row.is_readable or row.comment.pk in live:
            live.update((row.comment.pk, row.comment.parent_id or 0))
    return [row for row in rows if row.comment.pk in live]


def plant(root: Row, rows: Iterable[Row], elsewhere: Mapping[int, tuple[Comment, Author]]) -> None:
    """Gives every row its place beneath the root; `elsewhere` are those that are replied to from another page."""
    placed = {root.comment.pk: root}
    holders = {root.comment.pk: root}
    for row in rows:
        parent_id = row.comment.parent_id or 0
        parent = placed.get(parent_id)
        holder = holders.get(parent_id, root)
        row.depth = holder.depth + 1
        holder.replies.append(row)
        placed[row.comment.pk] = row
        holders[row.comment.pk] = row if row.depth < DEEPEST else holder
        if parent is None and parent_id in elsewhere:
            row.answers_to, author = elsewhere[parent_id]
            row.answers_to_name, row.answers_to_here = author.name, False
        elif parent is not None and parent is not holder:
            row.answers_to, row.answers_to_name = parent.comment, parent.author.name


def in_line(rows: Sequence[Row]) -> list[Row]:
    """Planted rows of one list with all beneath them, each saying whether it opens a list and how many it closes."""
    line: list[Row] = []
    waiting = [(row, 0) for row in reversed(rows)]
    while waiting:
        row, closes = waiting.pop()
        line.append(row)
        row.opens = bool(row.replies)
        row.closes = range(0 if row.opens else closes)
        last = len(row.replies) - 1
        waiting.extend((row.replies[place], closes + 1 if place == last else 0) for place in range(last, -1, -1))
    return line
