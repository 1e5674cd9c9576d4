"""A comment in few words: for headings, titles of pages and lists."""

from __future__ import annotations

import html
import re

import nh3
from django.utils.text import Truncator

from discussions.models import Comment

LONGEST_TITLE = 120


def plain_words(comment: Comment) -> str:
    """What it says in one line without marks of Markdown."""
    return in_one_line(comment.words)


def in_one_line(words: str) -> str:
    """What HTML says, without its tags."""
    spaced = re.sub(r"</(?:p|li|h\d|pre|tr|blockquote)>|<br>", " ", words)
    return " ".join(html.unescape(nh3.clean(spaced, tags=set())).split())


def title_of(comment: Comment) -> str:
    """Its beginning, up to the first question mark if that comes soon."""
    words = plain_words(comment)
    asked = words[: words.find("?") + 1]
    return asked if 0 < len(asked) <= LONGEST_TITLE else Truncator(words).chars(LONGEST_TITLE)
