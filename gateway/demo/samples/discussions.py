"""Invented discussions by the sample people, which can be loaded again without duplicates.

They bypass the checks of posting, because they are days old and must not notify anyone.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from discussions.comments.state import count_comment, lock_counters, mark_answer
from discussions.models import Comment, HelpfulVote
from gateway.catalogue.models import FocusArea, Item

SOURCE_PATH = Path(__file__).parents[1] / "data" / "sample_discussions.json"
SAMPLES_NAMESPACE = uuid.UUID("6f3c0d52-6a0e-4f0b-9d6e-2b5a3c1f7e11")
COMMENT_INTERVAL = timedelta(minutes=7)


class SampleComment(NamedTuple):
    """A comment of the file, with the comment that it replies to."""

    entry: dict[str, Any]
    parent: SampleComment | None


@transaction.atomic
def load_discussions() -> tuple[int, int]:
    """Store the comments that do not exist yet, and return how many were new and how many there are in all.

    A comment whose item or author is missing is left out.
    """
    people = {user.email.partition("@")[0]: user for user in User.objects.filter(is_sample=True)}
    threads = json.loads(SOURCE_PATH.read_text(encoding="utf-8"))["threads"]
    everything = [said for thread in threads for said in flatten_thread(thread)]
    keys = [make_key(said.entry) for said in everything]
    there = {comment.form_key: comment for comment in Comment.objects.filter(form_key__in=keys).order_by()}
    new = 0
    for number, said in enumerate(everything):
        if make_key(said.entry) not in there and (comment := make_comment(said, number, people, there)):
            store_comment(comment, said.entry, people)
            there[comment.form_key] = comment
            new += 1
    mark_answers(threads, there)
    return new, len(everything)


def flatten_thread(entry: dict[str, Any], parent: SampleComment | None = None) -> Iterator[SampleComment]:
    """Yield a thread from its beginning, each reply after the comment that it replies to."""
    said = SampleComment(entry, parent)
    yield said
    for reply in entry.get("replies", ()):
        yield from flatten_thread(reply, said)


def make_key(entry: dict[str, Any]) -> uuid.UUID:
    """Return the key by which a comment is recognised when it is loaded again."""
    return uuid.uuid5(SAMPLES_NAMESPACE, entry["key"])


def make_comment(
    said: SampleComment, number: int, people: dict[str, User], there: dict[uuid.UUID, Comment]
) -> Comment | None:
    """Return a comment from the file, or None if the author, item or comment that it needs does not exist."""
    entry, parent = said.entry, there.get(make_key(said.parent.entry)) if said.parent else None
    item = parent.item if parent else Item.objects.public().filter(title=entry.get("item"), is_sample=True).first()
    area = parent.focus_area if parent else FocusArea.objects.filter(slug=entry.get("focus_area")).first()
    author = people.get(entry["by"])
    if author is None or (said.parent and parent is None) or not (item or area):
        return None
    return Comment(
        item=item,
        focus_area=area,
        parent=parent,
        root_id=parent.beginning_id if parent else None,
        author=author,
        is_question=entry.get("is_question", False),
        text=entry["text"],
        form_key=make_key(entry),
        created_at=timezone.now() - timedelta(days=entry["days_ago"]) + number % 30 * COMMENT_INTERVAL,
    )


def store_comment(comment: Comment, entry: dict[str, Any], people: dict[str, User]) -> None:
    """Store a comment with its votes, and count it."""
    voters = [people[name] for name in entry.get("helpful_to", ()) if name in people]
    comment.helpful_count = len(voters)
    lock_counters(comment)
    comment.save()
    HelpfulVote.objects.bulk_create(HelpfulVote(comment=comment, user=voter) for voter in voters)
    count_comment(comment, 1)


def mark_answers(threads: list[dict[str, Any]], there: dict[uuid.UUID, Comment]) -> None:
    """Mark the answers named in the file, for questions that have none yet."""
    for entry in threads:
        question, answer = there.get(make_key(entry)), there.get(uuid.uuid5(SAMPLES_NAMESPACE, entry.get("answer", "")))
        if question and answer and question.answer_id is None and question.is_public and answer.is_public:
            mark_answer(question, answer)
