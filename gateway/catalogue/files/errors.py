"""Why a file is refused, in words for the user who uploads it."""

from __future__ import annotations

SAME_ENDINGS = {"jpeg": "jpg", "m4v": "mp4"}
"""Endings of the same kind as another ending."""


class FileRefused(Exception):
    """Raised for a file that the Gateway does not accept; the message says why."""

    def get_message(self, ending: str) -> str:
        """Return the sentence about a file whose name has this ending."""
        return str(self)


class WrongFileType(FileRefused):
    """The bytes are not of the kind that the name indicates."""

    def __init__(self, looks_like: str = "") -> None:
        super().__init__("What is in it does not match the end of its name. Save it again as the right type.")
        self.looks_like = looks_like

    def get_message(self, ending: str) -> str:
        """Return the sentence about a file with this ending; it never says that a .pdf looks like a .pdf."""
        if not self.looks_like:
            return str(self)
        if SAME_ENDINGS.get(self.looks_like, self.looks_like) == SAME_ENDINGS.get(ending, ending):
            return str(DamagedInside(ending))
        seems = f"It looks like .{self.looks_like}."
        return f"What is in it does not match the end of its name. {seems} Save it again as the right type."


class DamagedFile(FileRefused):
    """The file is damaged or incomplete."""

    def __init__(self) -> None:
        super().__init__("It is damaged or not complete. Open it, save it again and choose the new copy.")


class NeedsPassword(FileRefused):
    """The file only opens with a password."""

    def __init__(self) -> None:
        super().__init__("It needs a password to open. Save it without one.")


class DamagedInside(FileRefused):
    """The file is of the kind that its name indicates, but something before it or in it does not belong."""

    def __init__(self, ending: str) -> None:
        super().__init__(
            f"There is something in it that does not belong in a .{ending} file, or part of it is damaged. "
            "Open it, save it again as a new file, and choose that one."
        )


class UnsafeFile(FileRefused):
    """The file holds something that could harm the person who opens it."""

    def __init__(self, what: str) -> None:
        super().__init__(f"It could harm the person who opens it: {what}.")
