"""Checks of a PDF, and the picture of its first page."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

from gateway.catalogue.files.checks.media import guess_ending
from gateway.catalogue.files.errors import DamagedFile, DamagedInside, NeedsPassword, UnsafeFile, WrongFileType

PROCESS_PATH = Path(__file__).with_name("pdf_process.py")
TIMEOUT_SECONDS = 20
PASSWORD_EXIT_CODE = 3
HEAD_BYTES = 1024
"""Readers look for the head of a PDF in this many first bytes (ISO 32000-1, note 13 of annex H)."""
BLANK_BYTES = b"\0\t\n\f\r \xef\xbb\xbf"
"""White space in PDF, and the byte order mark of UTF-8 that some sites put before every response."""
ENCODED_BYTE_PATTERN = re.compile(rb"#([0-9A-Fa-f]{2})")
MAX_ENCODED_BYTES = 100_000
MAX_STREAMS = 200_000
MAX_DICTIONARY_BYTES = 500
MAX_UNPACKED_BYTES = 20 * 1024 * 1024
ACTION_PATTERN = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|XFA|RichMedia|ImportData|SubmitForm)(?![A-Za-z0-9])"
)
HARM_MESSAGES = {
    b"JavaScript": "it contains scripts",
    b"JS": "it contains scripts",
    b"Launch": "it starts a program",
    b"EmbeddedFile": "other files are hidden in it",
    b"EmbeddedFiles": "other files are hidden in it",
    b"XFA": "it is a form that contains scripts",
    b"RichMedia": "it contains a player that runs programs",
    b"ImportData": "it loads data from elsewhere",
    b"SubmitForm": "it sends what is filled in to another address",
}
PRINT_ADVICE = "Print it to a new PDF, and choose that"


def check_pdf(data: bytes) -> int:
    """Return the number of pages.

    Refuse what is not a PDF, is not complete, needs a password, or holds anything active. Blanks before the head and
    after the end are accepted: every reader opens such a PDF, and no other kind can hide in them.
    """
    if not data[:HEAD_BYTES].lstrip(BLANK_BYTES).startswith(b"%PDF-"):
        if b"%PDF-" in data[:HEAD_BYTES]:
            raise DamagedInside("pdf")
        raise WrongFileType(guess_ending(data[:512]))
    if b"%%EOF" not in data.rstrip(BLANK_BYTES)[-2048:]:
        raise DamagedFile
    if found := find_action(data):
        raise UnsafeFile(f"{HARM_MESSAGES[found]}. {PRINT_ADVICE}")
    seen = json.loads(run_pdf_process("look", data))
    if seen["scripts"] > 0 or seen["is_xfa"]:
        raise UnsafeFile(f"{HARM_MESSAGES[b'JS']}. {PRINT_ADVICE}")
    if seen["attachments"] > 0:
        raise UnsafeFile(f"{HARM_MESSAGES[b'EmbeddedFile']}. {PRINT_ADVICE}")
    return int(seen["pages"])


def find_action(data: bytes) -> bytes | None:
    """Return the name of the first action (ISO 32000, 12.6), in the open or in a packed list of objects."""
    for part in split_source(data):
        if found := ACTION_PATTERN.search(decode_names(part)):
            return found[1]
    return None


def split_source(data: bytes) -> Iterator[bytes]:
    """Yield what is between the streams, and the unpacked lists of objects.

    The time is linear in the size.
    """
    place, left, streams = 0, MAX_UNPACKED_BYTES, 0
    while (start := data.find(b"stream", place)) != -1 and (end := data.find(b"endstream", start + 6)) != -1:
        if (streams := streams + 1) > MAX_STREAMS:
            raise DamagedFile
        yield data[place:start]
        if b"/ObjStm" in decode_names(data[max(place, start - MAX_DICTIONARY_BYTES) : start]):
            unpacked = inflate(data[start + 6 : end].lstrip(b"\r\n"), left)
            left -= len(unpacked)
            yield unpacked
        place = end + 9
    yield data[place:]


def decode_names(data: bytes) -> bytes:
    """Return PDF source with the names spelt plainly: `/J#61vaScript` is `/JavaScript`."""
    if data.count(b"#") > MAX_ENCODED_BYTES:
        raise DamagedFile
    return ENCODED_BYTE_PATTERN.sub(lambda code: bytes.fromhex(code[1].decode()), data)


def inflate(data: bytes, most: int) -> bytes:
    """Return an unpacked list of objects, refusing one that unpacks to more than `most` bytes."""
    try:
        text = zlib.decompressobj().decompress(data, most + 1)
    except zlib.error:
        return b""
    if len(text) > most:
        raise UnsafeFile("it would unpack to far more than its size")
    return text


def run_pdf_process(task: str, data: bytes) -> bytes:
    """Return what a separate process says about the PDF.

    Raise FileRefused if it cannot be opened.
    """
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(PROCESS_PATH), task],
            input=data,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DamagedFile from error
    if done.returncode == 0:
        return done.stdout
    if done.returncode == PASSWORD_EXIT_CODE:
        raise NeedsPassword
    raise DamagedFile


def draw_first_page(data: bytes) -> bytes:
    """Return the first page as a WebP picture.

    Raise FileRefused if it cannot be drawn.
    """
    return run_pdf_process("draw", data)
