"""Postcodes: how people write them, and about where they are.

`data/outcodes.csv` gives the centre of each outward postcode (the part before the space), so a position from it is
right to a few kilometres, which is enough to say what is near.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

OUTCODES = Path(__file__).parent / "data" / "outcodes.csv"
SHAPE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})?")
LONGEST = 12
"""So many characters may a postcode be typed in, spaces and all."""


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
    """The postcode that a text is, whatever its case and spaces; None if it is not one."""
    plain = "".join(text[: LONGEST + 1].split()).upper()
    match = SHAPE.fullmatch(plain) if len(text) <= LONGEST else None
    return Postcode(match[1], match[2] or "") if match else None


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
    return outcodes().get(postcode.outward) if postcode else None
