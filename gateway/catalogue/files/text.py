"""The words inside a file, read beside the requests by a process that may crash, hang or grow without harm."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

PROCESS = Path(__file__).with_name("text_process.py")
SECONDS = 20
NEEDS_PASSWORD = 3
HYPHEN = re.compile("[\ufffe\x02]\\s*")
"""How PDFium marks a word that is parted at the end of a line."""
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SPACES = re.compile(r"[^\S\n]+")
LINES = re.compile(r"\s*\n\s*")
A_WORD = re.compile(r"[^\W\d_]{2}")
LOCKED = "It needs a password to open."
DAMAGED = "It is damaged, or far larger inside than it looks."
EMPTY = "There are no words in it."
SCANNED = "There are no words in it, only pictures of them. Was it scanned? Save it with text recognition (OCR)."


class NotRead(Exception):
    """A file whose words cannot be read; says why."""


class Words(NamedTuple):
    """What a file says, which may be nothing, and whether that is its beginning only."""

    text: str
    is_cut: bool


def words_in(data: bytes, ending: str) -> Words:
    """The words of a file. Raises NotRead if it cannot be opened."""
    command = [sys.executable, "-I", str(PROCESS), ending]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        found, code = done.stdout, done.returncode
    except subprocess.TimeoutExpired as stopped:
        found, code = stopped.stdout or b"", 1
    text = tidy(found.rstrip(b"\0").decode("utf-8", "ignore"))
    if code == NEEDS_PASSWORD:
        raise NotRead(LOCKED)
    if code and not A_WORD.search(text):
        raise NotRead(DAMAGED)
    return Words(text if A_WORD.search(text) else "", is_cut=not found.endswith(b"\0"))


def tidy(text: str) -> str:
    """Text without what no database and no reader wants: control characters, parted words, runs of spaces."""
    text = NOT_TEXT.sub(" ", HYPHEN.sub("", text))
    return LINES.sub("\n", SPACES.sub(" ", text)).strip()
