"""Values from query strings and forms, where visitors and robots may write anything."""

from __future__ import annotations


def read_whole_number(text: str, max_digits: int) -> int | None:
    """Return the number that a text holds, or None unless it is nothing but up to `max_digits` ASCII digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= max_digits else None
