"""Text that people write or paste, without the characters that no reader sees."""

from __future__ import annotations

import re
import unicodedata

KEPT_CONTROL_CHARACTERS = {"\n", "\t"}
DIRECTION_MARKS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of writing, and can make an address look like another."""

BYLINE_SEPARATOR = "\N{NO-BREAK SPACE}· "
"""Parts the pieces of a byline. A line breaks after it, never before; templates write `&nbsp;· `."""

UNDECODED_BYTES_PATTERN = re.compile("[\udc80-\udcff]+")


def plain(text: str) -> str:
    """The text without control characters, turns of direction and what no XML may hold (XML 1.0, 2.2).

    A vertical tab, which slides are full of, becomes a space.
    """
    return "".join(map(visible, text)) if not text.isprintable() or DIRECTION_MARKS.intersection(text) else text


def one_line(text: str) -> str:
    """The same in one line, for names and titles, which also stand in the subjects of messages."""
    return " ".join(plain(text).split())


def is_blank(text: str) -> bool:
    """Whether a reader sees nothing of the text: spaces, and characters that have no width."""
    return all(unicodedata.category(character)[0] in "CZ" for character in text)


def visible(character: str) -> str:
    """The character if it may stay, a space for one that parts words, else nothing."""
    if character in KEPT_CONTROL_CHARACTERS:
        return character
    if character in DIRECTION_MARKS or unicodedata.category(character) in ("Cn", "Cs"):
        return ""
    if unicodedata.category(character) == "Cc":
        return " " if character.isspace() else ""
    return character


def as_written(data: bytes) -> str:
    """Return text in UTF-8; what does not fit in it is read as old Windows programs write."""
    text = data.decode("utf-8", "surrogateescape")
    return UNDECODED_BYTES_PATTERN.sub(
        lambda found: found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"), text
    )
