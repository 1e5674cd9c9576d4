"""Threads as schema.org data: a question with its answers, or a posting with its comments."""

from __future__ import annotations

from typing import Any

from accounts.addresses.site_address import absolute_url
from discussions.threads.titles import in_one_line
from discussions.threads.tree import RenderedComment, Thread

MAX_ANSWERS = 20


def as_thread(thread: Thread, title: str) -> dict[str, Any]:
    """Return the data of a thread as the page shows it to its reader."""
    if thread.root.comment.is_question:
        return {"@type": "QAPage", "mainEntity": as_question(thread, title)}
    posting = as_words(thread.root, "DiscussionForumPosting")
    comments = [as_words(row, "Comment") for row in readable(thread.root.replies)]
    return posting | {"headline": title, "commentCount": thread.reply_count, "comment": comments}


def as_question(thread: Thread, title: str) -> dict[str, Any]:
    """Return the data of a question with its marked answer and the other replies."""
    replies = readable(thread.root.replies)
    answer = thread.answer.pk if thread.answer else 0
    accepted = [row for row in thread.rows if row.comment.pk == answer and row.is_readable]
    question = as_words(thread.root, "Question")
    return question | {
        "name": title,
        "answerCount": thread.reply_count,
        "acceptedAnswer": as_words(accepted[0], "Answer") if accepted else None,
        "suggestedAnswer": [as_words(row, "Answer") for row in replies if row.comment.pk != answer],
    }


def readable(rows: list[RenderedComment]) -> list[RenderedComment]:
    """Return the first `MAX_ANSWERS` of the rows that the reader may read."""
    return [row for row in rows if row.is_readable][:MAX_ANSWERS]


def as_words(row: RenderedComment, kind: str) -> dict[str, Any]:
    comment = row.comment
    return {
        "@type": kind,
        "text": in_one_line(row.words),
        "author": {"@type": "Person", "name": row.author.name},
        "datePublished": comment.created_at.isoformat(),
        "dateModified": comment.edited_at and comment.edited_at.isoformat(),
        "upvoteCount": comment.helpful_count,
        "url": absolute_url(comment.get_absolute_url()),
    }
