"""Postcodes: how people write them, and about where they are.

`data/outcodes.csv` gives the centre of each outward postcode (the part before the space), so a position from it is
right to a few kilometres, which is enough to say what is near.
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

OUTCODES = Path(__file__).parent / "data" / "outcodes.csv"
SHAPE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})?")
BEFORE = re.compile(r"^\s*POST ?CODE\b")
SIGNS = re.compile(r"""[.,;:()\[\]'"‘’“”/\-–—]""")
LONGEST = 7
"""Letters and digits of a postcode."""
LONGEST_TYPED = 40
ALIKE = {"O": "O0", "0": "0O", "I": "I1", "1": "1I"}
"""Letters and digits that are mistaken for each other."""


class Position(NamedTuple):
    """A place on the earth, in degrees (WGS 84)."""

    latitude: float
    longitude: float


class Postcode(NamedTuple):
    """A postcode in its two parts; the inward one may be missing."""

    outward: str
    inward: str = ""

    def __str__(self) -> str:
        return f"{self.outward} {self.inward}".strip()


def read_postcode(text: str) -> Postcode | None:
    """The postcode that a text is, whatever its case, spaces and signs, and with O for 0; None if it is not one."""
    plain = plain_postcode(text)
    match = SHAPE.fullmatch(plain) or SHAPE.fullmatch(respelt(plain))
    return Postcode(match[1], match[2] or "") if match else None


def plain_postcode(text: str) -> str:
    """Return a text in capitals without spaces, the signs around and in a postcode, and what is not seen."""
    if len(text) > LONGEST_TYPED:
        return ""
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf").upper()
    plain = SIGNS.sub("", "".join(BEFORE.sub("", seen, count=1).split()))
    return plain if len(plain) <= LONGEST else ""


def respelt(plain: str) -> str:
    """Return the known postcode that differs only by letters and digits that look alike; the text if there is none.

    A text without any digit is a word.
    """
    if not any(letter.isdigit() for letter in plain):
        return plain
    known = outcodes()
    return next((each for each in spellings(plain) if (match := SHAPE.fullmatch(each)) and match[1] in known), plain)


def spellings(plain: str) -> Iterator[str]:
    """Return the text and every other way to read what looks alike in it."""
    return map("".join, product(*(ALIKE.get(letter, letter) for letter in plain)))


@cache
def outcodes() -> dict[str, Position]:
    """The centre of every outward postcode."""
    with OUTCODES.open(encoding="utf-8", newline="") as file:
        return {
            row["outcode"]: Position(float(row["latitude"]), float(row["longitude"])) for row in csv.DictReader(file)
        }


def position_of_postcode(text: str) -> Position | None:
    """About where a postcode is, or its outward part alone; None if the text is no postcode that we know."""
    postcode = read_postcode(text)
    if postcode and postcode.outward not in outcodes():
        postcode = read_postcode(respelt(str(postcode).replace(" ", "")))
    return outcodes().get(postcode.outward) if postcode else None
