"""Text that people write or paste, without the characters that no reader sees."""

from __future__ import annotations

import re
import unicodedata

KEPT_CONTROL_CHARACTERS = {"\n", "\t"}
DIRECTION_MARKS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the direction of writing and can make one address look like another."""

BYLINE_SEPARATOR = "\N{NO-BREAK SPACE}· "
"""The separator in a byline: a line breaks after it, never before; templates write `&nbsp;· `."""

UNDECODED_BYTES_PATTERN = re.compile("[\udc80-\udcff]+")


def strip_invisible(text: str) -> str:
    """Return the text without control characters, direction marks and characters that no XML may hold (XML 1.0, 2.2).

    A vertical tab, which is common in slides, becomes a space.
    """
    return "".join(map(clean_character, text)) if not text.isprintable() or DIRECTION_MARKS.intersection(text) else text


def make_one_line(text: str) -> str:
    """Return the same text in one line, for names and titles, which are also in the subjects of e-mails."""
    return " ".join(strip_invisible(text).split())


def is_blank(text: str) -> bool:
    """Return whether a reader sees nothing of the text: only spaces and characters without width."""
    return all(unicodedata.category(character)[0] in "CZ" for character in text)


def clean_character(character: str) -> str:
    """Return a character that may stay, a space for one that separates words, and otherwise nothing."""
    if character in KEPT_CONTROL_CHARACTERS:
        return character
    if character in DIRECTION_MARKS or unicodedata.category(character) in ("Cn", "Cs"):
        return ""
    if unicodedata.category(character) == "Cc":
        return " " if character.isspace() else ""
    return character


def decode_text(data: bytes) -> str:
    """Return UTF-8 bytes as text, reading what is not valid as old Windows programs write it."""
    text = data.decode("utf-8", "surrogateescape")
    return UNDECODED_BYTES_PATTERN.sub(
        lambda found: found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"), text
    )
