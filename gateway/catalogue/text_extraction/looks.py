"""Looks that hide words: colours as white as paper, and letters too small to be read."""

from __future__ import annotations

import re

HEX_PATTERN = re.compile(r"#?(?:[0-9a-fA-F]{2})?([0-9a-fA-F]{6})")
"""A colour as red, green and blue, with or without the opacity before it."""
MIN_WHITE_SHADE = 248
"""A colour counts as white if its red, green and blue are all at least this light (0 to 255)."""
MIN_LETTER_POINTS = 2.0
"""Smaller letters count as invisible."""


def is_white(colour: str) -> bool:
    """Return whether a colour in hexadecimal digits cannot be told from white."""
    found = HEX_PATTERN.fullmatch(colour.strip())
    return found is not None and all(shade >= MIN_WHITE_SHADE for shade in bytes.fromhex(found[1]))


def is_tiny(size: str | None, units_per_point: float = 1) -> bool:
    """Return whether letters of a size are too small to be read; a size that is no number says nothing."""
    found = re.fullmatch(r"\d{1,6}(?:\.\d{0,6})?", (size or "").strip().removesuffix("pt"))
    return found is not None and float(found[0]) < MIN_LETTER_POINTS * units_per_point
