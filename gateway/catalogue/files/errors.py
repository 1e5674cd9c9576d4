"""Why a file is refused, in words for whoever uploads it."""

from __future__ import annotations

SAME_ENDINGS = {"jpeg": "jpg", "m4v": "mp4"}
"""Endings that mean the same kind as another."""


class Refused(Exception):
    """The Gateway does not take the file; the text says why."""

    def about(self, ending: str) -> str:
        """The sentence for whoever uploads a file whose name ends so."""
        return str(self)


class NotWhatItSays(Refused):
    """The bytes are not of the kind that the name says."""

    def __init__(self, looks_like: str = "") -> None:
        super().__init__("What is in it does not match the end of its name. Save it again as the right type.")
        self.looks_like = looks_like

    def about(self, ending: str) -> str:
        """The sentence for a file whose name ends so: nobody hears that a .pdf looks like a .pdf."""
        if not self.looks_like:
            return str(self)
        if SAME_ENDINGS.get(self.looks_like, self.looks_like) == SAME_ENDINGS.get(ending, ending):
            return str(DamagedInside(ending))
        seems = f"It looks like .{self.looks_like}."
        return f"What is in it does not match the end of its name. {seems} Save it again as the right type."


class Broken(Refused):
    """The file is damaged or not all there."""

    def __init__(self) -> None:
        super().__init__("It is damaged or not complete. Open it, save it again and choose the new copy.")


class NeedsPassword(Refused):
    """The file opens with a password only."""

    def __init__(self) -> None:
        super().__init__("It needs a password to open. Save it without one.")


class DamagedInside(Refused):
    """The file is of the kind that its name says, but something stands before it or in it that does not belong."""

    def __init__(self, ending: str) -> None:
        super().__init__(
            f"There is something in it that does not belong in a .{ending} file, or part of it is damaged. "
            "Open it, save it again as a new file, and choose that one."
        )


class Unsafe(Refused):
    """The file holds something that could harm whoever opens it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"It could harm the person who opens it: {what}.")
