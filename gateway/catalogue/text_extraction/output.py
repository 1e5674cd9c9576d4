"""Where the text of a file goes, as far as there is room for it."""

from __future__ import annotations

import sys

MAX_CHARACTERS = 100_000


class LimitReached(Exception):
    """Raised when as much text was read as is stored."""


class Printer:
    """A writer of text to standard output that stops when there is enough."""

    def __init__(self) -> None:
        self.left = MAX_CHARACTERS

    def add(self, text: str) -> None:
        """Print some text, and raise LimitReached when the limit is reached."""
        sys.stdout.buffer.write(text[: self.left].replace("\0", " ").encode("utf-8", "replace"))
        self.left -= len(text)
        if self.left <= 0:
            raise LimitReached
