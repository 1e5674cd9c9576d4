"""Names of files, made safe to store, to show and to save anywhere."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME_LENGTH = 100
FORBIDDEN_CHARACTER_PATTERN = re.compile(r'[<>:"|?*;%]')
INNER_ENDING_PATTERN = re.compile(r"\.(?=[A-Za-z])")
RESERVED_NAME_PATTERN = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
"""Names of devices, under which Windows cannot save a file."""


def clean_name(raw: str) -> str:
    """Return a name of at most 100 characters without path, control characters, direction marks or second ending.

    Letters of any language are kept (in NFC). If nothing is left of the name, it becomes "file".
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    visible = "".join(" " if character.isspace() else character for character in base if is_visible(character))
    stem, dot, ending = FORBIDDEN_CHARACTER_PATTERN.sub("", visible).rstrip(". ").rpartition(".")
    if not dot:
        stem, ending = ending, ""
    ending = re.sub(r"[^A-Za-z0-9]", "", ending)[:10].lower()
    stem = INNER_ENDING_PATTERN.sub("-", " ".join(stem.split())).strip(". -")
    stem = f"file {stem}" if RESERVED_NAME_PATTERN.match(stem) else stem or "file"
    return f"{stem[: MAX_NAME_LENGTH - 1 - len(ending)].rstrip()}.{ending}".rstrip(".")


def is_visible(character: str) -> bool:
    """Return whether a character may be in a name: a space, or one that shows.

    Control, format (which can reverse text), surrogate, private and unknown characters do not.
    """
    return character.isspace() or not unicodedata.category(character).startswith("C")


def make_title(name: str) -> str:
    """Return a title for a file that was given none: its name as words."""
    words = " ".join(re.sub(r"[_\-.]+", " ", name.rpartition(".")[0] or name).split())
    return (words[:1].upper() + words[1:])[:150]
