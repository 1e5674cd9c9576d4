"""Why a file is refused, in words for whoever uploads it."""

from __future__ import annotations


class Refused(Exception):
    """The Gateway does not take the file; the text says why."""


class NotWhatItSays(Refused):
    """The bytes are not of the kind that the name says."""

    def __init__(self, looks_like: str = "") -> None:
        seems = f" It looks like .{looks_like}." if looks_like else ""
        super().__init__(f"What is in it does not match the end of its name.{seems} Save it again as the right kind.")


class Broken(Refused):
    """The file is damaged or not all there."""

    def __init__(self) -> None:
        super().__init__("It is damaged or not complete. Open it, save it again, and choose the new copy.")


class Unsafe(Refused):
    """The file holds something that could harm whoever opens it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"It could harm the person who opens it: {what}.")
