"""The order of a thread's comments: each, read in order of time, is placed below the one that it replies to.

Any part of a thread read in that order from its beginning includes the comment that each comment in it replies to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from discussions.models import Comment
from discussions.threads.authors import DELETED_AUTHOR, Author
from discussions.threads.permissions import Viewer

OPENING_HTML, CLOSING_HTML = '<ol class="replies">', "</ol></li>"
MAX_DEPTH = 4
"""The comment that began the thread is level 1. Deeper replies are shown at the last level."""


@dataclass(eq=False, slots=True)
class RenderedComment:
    """A comment in its place on a page, as its viewer sees it. `html` is made last, once its thread is known."""

    comment: Comment
    author: Author
    is_readable: bool
    words: str
    depth: int = 1
    opens: bool = False
    closes: int = 0
    answers_to: Comment | None = None
    answers_to_name: str = ""
    answers_to_is_here: bool = True
    replies: list[RenderedComment] = field(default_factory=list)
    html: str = ""

    def set_answered(self, comment: Comment, author: Author, *, is_here: bool) -> None:
        """Set the comment that this one replies to, for when its place does not show it."""
        self.answers_to, self.answers_to_name, self.answers_to_is_here = comment, author.name, is_here


@dataclass
class Thread:
    """A comment that begins a thread, with the replies on this page."""

    root: RenderedComment
    reply_count: int
    shown: int = 0
    answer: Comment | None = None
    answer_author: Author = DELETED_AUTHOR
    answer_excerpt: str = ""
    is_open: bool = True
    may_mark: bool = False

    @property
    def rows(self) -> list[RenderedComment]:
        """Return the replies on this page, in the order in which they are rendered."""
        return flatten_rows(self.root.replies)

    @property
    def shown_keys(self) -> list[int]:
        """Return the keys of the thread's comments that this page shows."""
        return [row.comment.pk for row in (self.root, *self.rows) if row.is_readable]

    @property
    def replies(self) -> SafeString:
        """Return the replies as the HTML of nested lists."""
        return render_rows(self.rows)

    @property
    def url(self) -> str:
        return reverse("discussions:thread", args=[self.root.comment.pk])

    @property
    def more(self) -> int:
        return max(0, self.reply_count - self.shown)


def make_rendered_comment(comment: Comment, viewer: Viewer, people: Mapping[int, Author]) -> RenderedComment:
    """Return a comment as the viewer sees it, without a place yet."""
    return RenderedComment(
        comment, people.get(comment.author_id or 0, DELETED_AUTHOR), viewer.may_read(comment), viewer.get_words(comment)
    )


def drop_unreadable_branches(rows: Sequence[RenderedComment]) -> list[RenderedComment]:
    """Return the rows without unreadable ones that have no readable reply."""
    kept_keys: set[int] = set()
    for row in reversed(rows):
        if row.is_readable or row.comment.pk in kept_keys:
            kept_keys.update((row.comment.pk, row.comment.parent_id or 0))
    return [row for row in rows if row.comment.pk in kept_keys]


def place_rows(
    root: RenderedComment, rows: Iterable[RenderedComment], elsewhere: Mapping[int, tuple[Comment, Author]]
) -> None:
    """Place every row below the root. `elsewhere` has comments on other pages that rows reply to."""
    placed = {root.comment.pk: root}
    holders = {root.comment.pk: root}
    for row in rows:
        parent_id = row.comment.parent_id or 0
        parent = placed.get(parent_id)
        holder = holders.get(parent_id, root)
        row.depth = holder.depth + 1
        holder.replies.append(row)
        placed[row.comment.pk] = row
        holders[row.comment.pk] = row if row.depth < MAX_DEPTH else holder
        if parent is None and parent_id in elsewhere:
            row.set_answered(*elsewhere[parent_id], is_here=False)
        elif parent is not None and parent is not holder:
            row.set_answered(parent.comment, parent.author, is_here=True)


def flatten_rows(rows: Sequence[RenderedComment]) -> list[RenderedComment]:
    """Return rows with their replies in rendering order, with the nested lists that each opens and closes."""
    line: list[RenderedComment] = []
    waiting = [(row, 0) for row in reversed(rows)]
    while waiting:
        row, closes = waiting.pop()
        line.append(row)
        row.opens = bool(row.replies)
        row.closes = 0 if row.opens else closes
        last = len(row.replies) - 1
        waiting.extend((row.replies[place], closes + 1 if place == last else 0) for place in range(last, -1, -1))
    return line


def render_rows(rows: Iterable[RenderedComment]) -> SafeString:
    """Return rows in line as list items, which open and close nested lists."""
    items = (f"<li>{row.html}{OPENING_HTML if row.opens else '</li>' + row.closes * CLOSING_HTML}" for row in rows)
    return mark_safe("".join(items))  # noqa: S308 (what `get_comment_html` returned)
