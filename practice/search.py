"""The words that a school is found by, and how what people type is read."""

from __future__ import annotations

import re
import unicodedata

DROPPED = str.maketrans("", "", "'’‘`´.")
SAME = {"saint": "st", "saints": "sts", "&": "and"}
LONGEST = 400


def words_of(text: str) -> list[str]:
    """The words of a text in plain small letters: no accents, apostrophes or points, and “Saint” is “St”."""
    plain = text if text.isascii() else without_accents(text)
    plain = plain.casefold().translate(DROPPED).replace("&", " & ")
    return [SAME.get(word, word) for word in re.findall(r"[^\W_]+|&", plain)]


def without_accents(text: str) -> str:
    """The text in plain letters."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def searchable(*texts: str) -> str:
    """The words of some texts, each after a space, so that “ wor” finds every word that begins so."""
    words = [word for text in texts for word in words_of(text)]
    return f" {' '.join(dict.fromkeys(words))}"[:LONGEST]
