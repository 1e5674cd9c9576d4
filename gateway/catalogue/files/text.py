"""The words inside a file, read in the background by a process that may crash, hang or grow without harm."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

PROCESS_PATH = Path(__file__).with_name("text_process.py")
TIMEOUT_SECONDS = 20
PASSWORD_EXIT_CODE = 3
HYPHEN_PATTERN = re.compile("[\ufffe\x02]\\s*")
"""How PDFium marks a word that is divided at the end of a line."""
CONTROL_CHARACTER_PATTERN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SPACES_PATTERN = re.compile(r"[^\S\n]+")
LINE_BREAKS_PATTERN = re.compile(r"\s*\n\s*")
WORD_PATTERN = re.compile(r"[^\W\d_]{2}")
LOCKED_MESSAGE = "It needs a password to open."
DAMAGED_MESSAGE = "It is damaged, or far larger inside than it looks."
EMPTY_MESSAGE = "There are no words in it."
SCANNED_MESSAGE = (
    "There are no words in it, only pictures of them. Was it scanned? Save it with text recognition (OCR)."
)


class UnreadableFile(Exception):
    """Raised if the words of a file cannot be read; the message says why."""


class Words(NamedTuple):
    """What a file says, which may be nothing, and whether that is only its beginning."""

    text: str
    is_cut: bool


def extract_words(data: bytes, ending: str) -> Words:
    """Return the words of a file, or raise UnreadableFile if it cannot be opened."""
    command = [sys.executable, "-I", str(PROCESS_PATH), ending]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT_SECONDS, check=False)  # noqa: S603
        found, code = done.stdout, done.returncode
    except subprocess.TimeoutExpired as stopped:
        found, code = stopped.stdout or b"", 1
    text = tidy_text(found.rstrip(b"\0").decode("utf-8", "ignore"))
    if code == PASSWORD_EXIT_CODE:
        raise UnreadableFile(LOCKED_MESSAGE)
    if code and not WORD_PATTERN.search(text):
        raise UnreadableFile(DAMAGED_MESSAGE)
    return Words(text if WORD_PATTERN.search(text) else "", is_cut=not found.endswith(b"\0"))


def tidy_text(text: str) -> str:
    """Return the text without control characters, divided words and runs of spaces."""
    text = CONTROL_CHARACTER_PATTERN.sub(" ", HYPHEN_PATTERN.sub("", text))
    return LINE_BREAKS_PATTERN.sub("\n", SPACES_PATTERN.sub(" ", text)).strip()
