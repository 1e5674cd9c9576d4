"""Queries for discussions: a page of threads of an item, a page of one thread, and the place of a comment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from discussions.discussed_items import DISCUSSION_FRAGMENT
from discussions.models import Comment, DiscussionVisit, HelpfulVote, PendingEdit, Report
from discussions.models.comment import build_row_count
from discussions.threads.authors import DELETED_AUTHOR, Author, get_authors
from discussions.threads.cards import make_excerpt
from discussions.threads.permissions import Viewer, build_thread_condition
from discussions.threads.rendering import build_comment_context, get_comment_html
from discussions.threads.tree import Thread, drop_unreadable_branches, make_rendered_comment, place_rows
from discussions.threads.visits import record_visit
from gateway.catalogue.finder.listing import Choice, Pages
from gateway.catalogue.models import Item

THREADS_PER_PAGE = 25
MAX_FIRST_REPLIES = 3
"""Replies to each thread on the page of an item; the thread's own page has the others."""
REPLIES_PER_PAGE = 100
MAX_PAGE_NUMBER_DIGITS = 8
OLDEST_FIRST_COLUMNS = ("created_at", "pk")


class Order(models.TextChoices):
    OLDEST = "oldest", "Oldest first"
    NEWEST = "newest", "Newest first"
    HELPFUL = "helpful", "Most helpful first"


COLUMNS_BY_ORDER = {
    Order.OLDEST: OLDEST_FIRST_COLUMNS,
    Order.NEWEST: ("-created_at", "-pk"),
    Order.HELPFUL: ("-helpful_count", "pk"),
}


@dataclass
class ItemThreads(Pages):
    """A page of the threads of an item, in the chosen order."""

    item: Item
    order: str
    page_number: int = 1
    page_count: int = 1
    threads: list[Thread] = field(default_factory=list)

    def get_page_url(self, number: int) -> str:
        return self.get_url(self.order, number)

    def get_url(self, order: str, number: int = 1) -> str:
        query = [f"order={order}"] if order != Order.OLDEST else []
        query += [f"thread-page={number}"] if number > 1 else []
        return self.item.get_absolute_url() + ("?" + "&".join(query) if query else "") + DISCUSSION_FRAGMENT

    @property
    def orders(self) -> list[Choice]:
        return [Choice(order.label, self.get_url(order), order, chosen=order == self.order) for order in Order]


def read_order(written: str) -> str:
    """Return the order in an address, or oldest first if it is unknown."""
    return written if written in Order.values else Order.OLDEST


def get_roots(item: Item, user: Any) -> Any:
    """Return the comments that begin threads of this item of which the user sees something."""
    return Comment.objects.filter(item=item.pk, parent=None).filter(build_thread_condition(user))


def annotate_votes(comments: Any, user: Any) -> Any:
    """Annotate comments with the user's vote and report, and whether an edit waits."""
    if not user.is_authenticated:
        return comments
    votes = HelpfulVote.objects.filter(comment=OuterRef("pk"), user=user)
    reports = Report.objects.filter(comment=OuterRef("pk"), by=user).open()
    edits = PendingEdit.objects.filter(comment=OuterRef("pk"))
    return comments.annotate(
        is_voted=Exists(votes), is_reported=Exists(reports), has_edit_waiting=Exists(edits.order_by())
    )


def annotate_visit(comments: Any, user: Any, item: Item) -> Any:
    """Annotate comments with the user's last visit to the item's discussion and the one before."""
    if not user.is_authenticated:
        return comments
    visits = DiscussionVisit.objects.filter(item=item.pk, user=user)
    return comments.annotate(
        visit_at=Subquery(visits.values("at")[:1]), visit_before=Subquery(visits.values("before")[:1])
    )


def annotate_reply_count(roots: Any) -> Any:
    """Annotate comments that begin threads with the number of visible replies, and load their answers."""
    return roots.with_reply_count().select_related("answer")


def read_threads(viewer: Viewer, item: Item, order: str = Order.OLDEST, number: int = 1) -> ItemThreads:
    """Return a page of the threads of an item as the viewer sees it, or the last page if the number is too high.

    Three queries. A member's visit is recorded.
    """
    if not viewer.is_member and not item.comment_count:
        return ItemThreads(item, order)
    roots = get_roots(item, viewer.user)
    numbered = annotate_reply_count(annotate_visit(annotate_votes(roots, viewer.user), viewer.user, item))
    numbered = numbered.annotate(total=build_row_count(roots.values("item"))).order_by(*COLUMNS_BY_ORDER[Order(order)])
    found = list(numbered[(number - 1) * THREADS_PER_PAGE : number * THREADS_PER_PAGE])
    if not found and number > 1:
        number = max(1, -(-roots.count() // THREADS_PER_PAGE))
        found = list(numbered[(number - 1) * THREADS_PER_PAGE : number * THREADS_PER_PAGE])
    total = found[0].total if found else 0
    page = ItemThreads(item, order, number, max(1, -(-total // THREADS_PER_PAGE)))
    if found and viewer.is_member:
        viewer.seen_until = record_visit(viewer.user, item, (found[0].visit_at, found[0].visit_before))
    page.threads = build_threads(viewer, item, found)
    return page


def get_first_replies(roots: Sequence[Comment], user: Any) -> list[Comment]:
    """Return the first replies of each thread, in order of time."""
    place = Window(RowNumber(), partition_by="root", order_by=OLDEST_FIRST_COLUMNS)
    replies = Comment.objects.filter(root__in=[root.pk for root in roots]).order_by().annotate(place=place)
    first = replies.filter(place__lte=MAX_FIRST_REPLIES).values("pk")  # number only the keys, because texts are long
    return list(annotate_votes(Comment.objects.filter(pk__in=first), user).order_by(*OLDEST_FIRST_COLUMNS))


def build_threads(viewer: Viewer, item: Item | None, roots: Sequence[Any]) -> list[Thread]:
    """Return these threads with their first replies, without those of which the viewer sees nothing."""
    replies = get_first_replies(roots, viewer.user) if roots else []
    people = get_authors_by_key([*roots, *replies], item)
    replies_by_root: dict[int, list[Comment]] = {}
    for reply in replies:
        replies_by_root.setdefault(reply.beginning_id, []).append(reply)
    threads = [build_thread(viewer, people, root, replies_by_root.get(root.pk, ())) for root in roots]
    return [thread for thread in threads if thread.root.is_readable or thread.root.replies or thread.more]


def get_authors_by_key(comments: Iterable[Comment], item: Item | None) -> dict[int, Author]:
    author_keys = {comment.author_id for comment in comments}
    author_keys |= {comment.answer.author_id for comment in comments if comment.parent_id is None and comment.answer}
    known = {pk for pk in author_keys if pk}
    return get_authors(known, item) if known else {}


def build_thread(
    viewer: Viewer,
    people: Mapping[int, Author],
    root: Any,
    replies: Iterable[Comment],
    elsewhere: Mapping[int, tuple[Comment, Author]] | None = None,
) -> Thread:
    """Return the thread of a root annotated by `annotate_reply_count`, with replies in order of time."""
    thread = Thread(make_rendered_comment(root, viewer, people), root.reply_count)
    found = [make_rendered_comment(reply, viewer, people) for reply in replies]
    rows = drop_unreadable_branches(found)
    place_rows(thread.root, rows, elsewhere or {})
    thread.shown = sum(row.comment.is_public for row in found)  # what a block hides is not on another page
    thread.may_mark = viewer.may_mark_answers_of(root)
    thread.is_open = viewer.may_post and not root.is_locked and root.is_public
    if root.answer_id and root.answer.is_public and root.answer.author_id not in viewer.hidden:
        thread.answer, thread.answer_excerpt = root.answer, make_excerpt(root.answer.words)
        thread.answer_author = people.get(root.answer.author_id or 0, DELETED_AUTHOR)
    for row in (thread.root, *rows):
        row.html = get_comment_html(build_comment_context(row, thread, viewer))
    return thread


@dataclass
class ThreadPage(Pages):
    thread: Thread
    page_number: int
    page_count: int

    def get_page_url(self, number: int) -> str:
        return self.thread.url + (f"?page={number}" if number > 1 else "")


def annotate_root(comments: Any, user: Any) -> Any:
    """Annotate comments that begin threads with what `read_thread` needs."""
    return annotate_votes(annotate_reply_count(comments), user)


def read_thread(viewer: Viewer, root: Any, number: int = 1) -> ThreadPage:
    """Return a page of one thread, whose root comes from `annotate_root`. At most four queries."""
    everything = Comment.objects.filter(root=root.pk)
    page_count = max(1, -(-everything.count() // REPLIES_PER_PAGE))
    number = min(number, page_count)
    rows = list(
        annotate_votes(everything, viewer.user).order_by(*OLDEST_FIRST_COLUMNS)[
            (number - 1) * REPLIES_PER_PAGE : number * REPLIES_PER_PAGE
        ]
    )
    here = {root.pk, *(row.pk for row in rows)}
    away = Comment.objects.filter(pk__in={row.parent_id for row in rows} - here)
    before = list(away) if number > 1 else []
    people = get_authors_by_key([root, *rows, *before], viewer.item)
    elsewhere = {each.pk: (each, people.get(each.author_id or 0, DELETED_AUTHOR)) for each in before}
    return ThreadPage(build_thread(viewer, people, root, rows, elsewhere), number, page_count)


def get_page_url(comment: Comment, user: Any, *, is_on_item: bool) -> str:
    """Return the address of the page and fragment of a comment in the default order."""
    root = comment.root or comment
    before = (
        Comment.objects.filter(root=root.pk).filter(build_earlier_condition(comment)).count() if comment.root_id else -1
    )
    if comment.item is None or not is_on_item or before >= MAX_FIRST_REPLIES:
        address, page, name = (
            reverse("discussions:thread", args=[root.pk]),
            max(0, before) // REPLIES_PER_PAGE + 1,
            "page",
        )
    else:
        page = get_roots(comment.item, user).filter(build_earlier_condition(root)).count() // THREADS_PER_PAGE + 1
        address, name = comment.item.get_absolute_url(), "thread-page"
    return f"{address}{f'?{name}={page}' if page > 1 else ''}#comment-{comment.pk}"


def build_earlier_condition(comment: Comment) -> Q:
    """Return the condition for what was posted before a comment."""
    return Q(created_at__lt=comment.created_at) | Q(created_at=comment.created_at, pk__lt=comment.pk)
