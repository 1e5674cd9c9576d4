"""Postcodes: how people write them, and their approximate positions.

`data/outcodes.csv` has the centre of each outward postcode (the part before the space). A position from it is accurate
to a few kilometres, which is enough to say what is near.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

OUTCODES_PATH = Path(__file__).parents[1] / "data" / "outcodes.csv"
POSTCODE_PATTERN = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})?")
PARTIAL_POSTCODE_PATTERN = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)\s*[0-9][A-Z]?")
PUNCTUATION_PATTERN = re.compile(r"[^\w\x00-\x1f]|_")
POSTCODE_IN_TEXT_PATTERN = re.compile(r"(?<![^\W_])([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})(?![^\W_])")
WORDS_AROUND_POSTCODE_PATTERN = re.compile(
    r"^\W*((MY|OUR|THE)\s+)?(POST\s?CODE(\s+IS)?|NEAR(\s+TO)?|AROUND|CLOSE\s+TO|IN|AT|BY)\b|\bAREA\W*$"
)
KILOMETRES_IN_A_MILE = 1.609344
MAX_POSTCODE_LENGTH = 7
MAX_TYPED_LENGTH = 40
MAX_ADDRESS_LENGTH = 200
CONFUSED_CHARACTERS = {"O": "O0", "0": "0O", "I": "I1", "L": "L1", "1": "1IL"}


class Position(NamedTuple):
    """A position in degrees (WGS 84)."""

    latitude: float
    longitude: float


class Postcode(NamedTuple):
    """A postcode in its two parts. The inward part may be empty."""

    outward: str
    inward: str = ""

    def __str__(self) -> str:
        return f"{self.outward} {self.inward}".strip()


def read_postcode(text: str) -> Postcode | None:
    """Return the postcode that a text is, or None.

    Case, spaces and punctuation are ignored, and confused characters such as O for 0 are corrected. If the inward part
    is incomplete, only the outward part is returned.
    """
    typed = strip_postcode(text)
    plain = PUNCTUATION_PATTERN.sub("", typed)
    if len(plain) > MAX_POSTCODE_LENGTH:
        return None
    part = PARTIAL_POSTCODE_PATTERN.fullmatch(typed) if " " in typed else None
    if part and part[1] in load_outcodes():
        return Postcode(part[1])
    if match := POSTCODE_PATTERN.fullmatch(plain) or POSTCODE_PATTERN.fullmatch(correct_postcode(plain)):
        return Postcode(match[1], match[2] or "")
    part = PARTIAL_POSTCODE_PATTERN.fullmatch(plain)
    return Postcode(part[1]) if part and part[1] in load_outcodes() else None


def strip_postcode(text: str) -> str:
    """Return a text in plain capitals, without invisible characters or the words that people add to a postcode."""
    if len(text) > MAX_TYPED_LENGTH:
        return ""
    seen = "".join(letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    return " ".join(WORDS_AROUND_POSTCODE_PATTERN.sub("", seen.upper()).split()).strip(" .,;:!?*()")


def find_postcode(text: str) -> Postcode | None:
    """Return the postcode that a text is or, as in an address, the last full postcode in it."""
    found = POSTCODE_IN_TEXT_PATTERN.findall(unicodedata.normalize("NFKC", text[:MAX_ADDRESS_LENGTH]).upper())
    return read_postcode(text) or (Postcode(*found[-1]) if found else None)


def correct_postcode(plain: str) -> str:
    """Return the known postcode that differs only in characters that look alike, or the text if there is none.

    A text without digits is taken as a word.
    """
    if not any(letter.isdigit() for letter in plain):
        return plain
    known = load_outcodes()
    return next(
        (each for each in list_spellings(plain) if (match := POSTCODE_PATTERN.fullmatch(each)) and match[1] in known),
        plain,
    )


def list_spellings(plain: str) -> Iterator[str]:
    """Yield the text and every variant of it with characters that look alike."""
    return map("".join, product(*(CONFUSED_CHARACTERS.get(letter, letter) for letter in plain)))


@cache
def load_outcodes() -> dict[str, Position]:
    """Return the centre of each outward postcode."""
    with OUTCODES_PATH.open(encoding="utf-8", newline="") as file:
        return {
            row["outcode"]: Position(float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)
        }


def find_position(text: str) -> Position | None:
    """Return the approximate position of the postcode that a text is, or None if it is unknown."""
    return get_position(read_postcode(text))


def get_position(postcode: Postcode | None) -> Position | None:
    """Return the approximate position of a postcode, or None if it is None or unknown."""
    if postcode and postcode.outward not in load_outcodes():
        postcode = read_postcode(correct_postcode(str(postcode).replace(" ", "")))
    return load_outcodes().get(postcode.outward) if postcode else None


def format_distance(kilometres: float) -> str:
    """Return a distance in miles, rounded because a position from a postcode is only approximate."""
    miles = kilometres / KILOMETRES_IN_A_MILE
    return "close by" if miles < 2 else f"about {miles:.0f} miles away"
