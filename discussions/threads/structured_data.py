"""Threads as schema.org data: a question with its answers, or a posting with its comments."""

from __future__ import annotations

from typing import Any

from accounts.addresses.site_address import build_absolute_url
from discussions.threads.titles import get_text_on_one_line
from discussions.threads.tree import RenderedComment, Thread

MAX_ANSWERS = 20


def build_thread_data(thread: Thread, title: str) -> dict[str, Any]:
    """Return the data of a thread as the page shows it to its reader."""
    if thread.root.comment.is_question:
        return {"@type": "QAPage", "mainEntity": build_question_data(thread, title)}
    posting = build_comment_data(thread.root, "DiscussionForumPosting")
    comments = [build_comment_data(row, "Comment") for row in get_readable_rows(thread.root.replies)]
    return posting | {"headline": title, "commentCount": thread.reply_count, "comment": comments}


def build_question_data(thread: Thread, title: str) -> dict[str, Any]:
    """Return the data of a question with its marked answer and the other replies."""
    replies = get_readable_rows(thread.root.replies)
    answer = thread.answer.pk if thread.answer else 0
    accepted = [row for row in thread.rows if row.comment.pk == answer and row.is_readable]
    question = build_comment_data(thread.root, "Question")
    return question | {
        "name": title,
        "answerCount": thread.reply_count,
        "acceptedAnswer": build_comment_data(accepted[0], "Answer") if accepted else None,
        "suggestedAnswer": [build_comment_data(row, "Answer") for row in replies if row.comment.pk != answer],
    }


def get_readable_rows(rows: list[RenderedComment]) -> list[RenderedComment]:
    """Return the first `MAX_ANSWERS` of the rows that the reader may read."""
    return [row for row in rows if row.is_readable][:MAX_ANSWERS]


def build_comment_data(row: RenderedComment, kind: str) -> dict[str, Any]:
    comment = row.comment
    return {
        "@type": kind,
        "text": get_text_on_one_line(row.words),
        "author": {"@type": "Person", "name": row.author.name},
        "datePublished": comment.created_at.isoformat(),
        "dateModified": comment.edited_at and comment.edited_at.isoformat(),
        "upvoteCount": comment.helpful_count,
        "url": build_absolute_url(comment.get_absolute_url()),
    }
