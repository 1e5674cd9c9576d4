"""Cards of questions and comments in lists, made for a whole page by one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from discussions.models import Comment, CommentQuerySet, State
from discussions.threads.authors import DELETED_AUTHOR
from discussions.threads.titles import get_comment_title, get_text_on_one_line

MAX_CHARACTERS_SHOWN = 200
COLUMNS = (
    *("text", "html", "rendered_by", "is_question", "state", "created_at", "edited_at", "answer", "helpful_count"),
    *("parent", "root"),
    *("author__display_name", "author__role", "author__organisation", "author__is_sample"),
    *("item__title", "item__slug", "item__kind", "item__is_sample"),
    *("focus_area__name", "focus_area__short_name", "focus_area__slug"),
)


@dataclass(frozen=True, slots=True)
class QuestionCard:
    pk: int
    url: str
    title: str
    text: str
    about: str
    about_url: str
    about_kind: str
    author: str
    author_line: str
    created_at: datetime
    updated_at: datetime
    replies: int
    helpful: int
    is_question: bool
    is_answered: bool
    is_held: bool
    is_sample: bool


def make_excerpt(html: str, length: int = MAX_CHARACTERS_SHOWN) -> str:
    """Return the beginning of the text of HTML, on one line."""
    return Truncator(get_text_on_one_line(html)).chars(length, truncate=" …")


def get_text_after_title(title: str, html: str) -> str:
    """Return the text of HTML after what its title has already said, on one line and shortened."""
    words, said = get_text_on_one_line(html), title.removesuffix("…")
    if words.startswith(title):
        return Truncator(words[len(title) :].strip()).chars(MAX_CHARACTERS_SHOWN, truncate=" …")
    if not words.startswith(said):
        return make_excerpt(html)
    whole_word = said.rfind(" ") + 1  # a shortened title may end within a word
    return Truncator("… " + words[whole_word:]).chars(MAX_CHARACTERS_SHOWN, truncate=" …")


def make_question_cards(comments: CommentQuerySet, user: Any = None) -> list[QuestionCard]:
    """Return the cards of these comments in order, as the user or, without one, any visitor may read them."""
    rows = comments.select_related("author", "item", "focus_area").only(*COLUMNS)
    return [make_card(row, user) for row in rows.with_reply_count()]


def make_card(comment: Comment, user: Any) -> QuestionCard:
    on, title = comment.item or comment.focus_area, get_comment_title(comment, user)
    return QuestionCard(
        pk=comment.pk,
        url=get_card_url(comment),
        title=title,
        text=get_text_after_title(title, comment.get_words(user)),
        about=comment.item.title if comment.item else str(on),
        about_url=on.get_absolute_url() if on else "",
        about_kind=comment.item.kind if comment.item else "",
        author=comment.author.public_name if comment.author else DELETED_AUTHOR.name,
        author_line=comment.author.public_line if comment.author else "",
        created_at=comment.created_at,
        updated_at=comment.edited_at or comment.created_at,
        replies=getattr(comment, "reply_count", 0),
        helpful=comment.helpful_count,
        is_question=comment.is_question,
        is_answered=comment.answer_id is not None,
        is_held=comment.state == State.HELD,
        is_sample=is_sample(comment),
    )


def is_sample(comment: Comment) -> bool:
    """Return whether a comment is invented: by a sample person, or about a sample."""
    return bool((comment.author and comment.author.is_sample) or (comment.item and comment.item.is_sample))


def get_card_url(comment: Comment) -> str:
    """Return the page of a question, or the place of a comment, which has no page of its own."""
    return reverse("discussions:thread", args=[comment.pk]) if comment.is_question else comment.get_absolute_url()
