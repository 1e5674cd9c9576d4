"""Titles of comments, for headings, pages and lists."""

from __future__ import annotations

import html
import re
from typing import Any

import nh3
from django.utils.text import Truncator

from discussions.models import Comment

MAX_TITLE_LENGTH = 120
NOT_SHOWN_TITLE = "A comment that is no longer here"


def get_text_on_one_line(words: str) -> str:
    """Return the text of HTML on one line, without tags."""
    spaced = re.sub(r"</(?:p|li|h\d|pre|tr|blockquote)>|<br>", " ", words)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())


def get_comment_title(comment: Comment, user: Any = None) -> str:
    """Return the beginning of a comment, up to its first question mark if that comes early, if the user may read it.

    Without a user, return what any visitor may read.
    """
    if not comment.is_shown_to(user):
        return NOT_SHOWN_TITLE
    words = get_text_on_one_line(comment.get_words(user))
    asked = words[: words.find("?") + 1]
    return asked if 0 < len(asked) <= MAX_TITLE_LENGTH else Truncator(words).chars(MAX_TITLE_LENGTH)
