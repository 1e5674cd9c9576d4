"""The validation of texts: neither empty nor too long, and without pictures."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError

from discussions.models import MAX_COMMENT_LENGTH, Comment
from gateway.catalogue.text.characters import strip_invisible

BLANK_CHARACTERS = set("\u115f\u1160\u2800\u3164\uffa0")
"""Unicode calls them letters and signs, but they show nothing."""
PICTURE_PATTERN = re.compile(r"!\[[^\]\n]{0,200}\]\s?[(\[]")
MAX_QUOTED_LINES, MAX_QUOTED_CHARACTERS = 12, 900


def clean_comment_text(typed: str) -> str:
    """Return the text without invisible characters. Raise ValidationError if it is empty, too long or has a picture."""
    text = strip_invisible(typed.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not has_visible_text(text):
        raise ValidationError("Enter some text.")
    if len(text) > MAX_COMMENT_LENGTH:
        raise ValidationError(
            f"Your post has {len(text):,} characters. "
            f"Shorten it to {MAX_COMMENT_LENGTH:,}, or post the rest as a reply."
        )
    if PICTURE_PATTERN.search(text):
        raise ValidationError("You cannot add pictures to a discussion. Describe the picture, or link to it.")
    return text


def has_visible_text(text: str) -> bool:
    """Return whether the text has a visible letter, digit or sign."""
    return any(unicodedata.category(each)[0] in "LNPS" and each not in BLANK_CHARACTERS for each in text)


def quote_comment(comment: Comment, name: str) -> str:
    """Return the first lines of a comment as a quotation for a reply, without what it quotes itself.

    Return "" for a comment that others cannot read.
    """
    if not comment.is_public:
        return ""
    lines = [line for line in comment.text[:MAX_QUOTED_CHARACTERS].split("\n") if not line.lstrip().startswith(">")]
    cut = lines[:MAX_QUOTED_LINES]
    if len(comment.text) > MAX_QUOTED_CHARACTERS or len(lines) > MAX_QUOTED_LINES:
        cut[-1] = cut[-1].rstrip() + " …"
    return "\n".join([f"> {name} wrote:", ">", *(f"> {line}".rstrip() for line in cut)]) + "\n\n"
