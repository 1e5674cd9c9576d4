"""Checks of sound, video and plain text by their own structure."""

from __future__ import annotations

import re
import struct
from typing import IO

import puremagic

from gateway.catalogue.files.errors import DamagedFile, WrongFileType
from gateway.catalogue.files.file_kinds import FILE_KINDS, SAVE_AS_ENDINGS

BRAND_PATTERN = re.compile(rb"(isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|dash|f4v )")
BIT_RATES_IN_KBITS = {3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)}
BIT_RATES_IN_KBITS |= {version: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160) for version in (0, 2)}
SAMPLE_RATES_IN_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
MAX_BOXES = 20_000
FRAMES_CHECKED = 3
CONTROL_CHARACTER_PATTERN = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
MIN_CONFIDENCE = 0.4
KNOWN_ENDINGS = {kind.ending for kind in FILE_KINDS} | SAVE_AS_ENDINGS.keys()


def guess_ending(head: bytes) -> str:
    """Return the ending of the well-known kind that the first bytes look like, or an empty string.

    Office and OpenDocument files begin alike, so the result for those is empty.
    """
    if head.startswith(b"PK"):
        return ""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    ending = found[0].extension.lstrip(".") if found and found[0].confidence >= MIN_CONFIDENCE else ""
    return ending if ending in KNOWN_ENDINGS else ""


def check_mp4(file: IO[bytes], size: int) -> None:
    """Walk the boxes of an MP4 (ISO/IEC 14496-12): the first names a known brand, all fit, the index is there."""
    file.seek(0)
    head = file.read(64)
    if head[4:8] != b"ftyp" or not BRAND_PATTERN.search(head[8:]):
        raise WrongFileType(guess_ending(head))
    place, seen = 0, set()
    for _ in range(MAX_BOXES):
        if place == size:
            break
        file.seek(place)
        length, name = struct.unpack(">I4s", file.read(8).ljust(8, b"\0"))
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8).ljust(8, b"\0"))
        length = length or size - place
        if length < 8 or place + length > size:
            raise DamagedFile
        seen.add(name)
        place += length
    if place != size or not {b"moov", b"mdat"} <= seen:
        raise DamagedFile


def check_mp3(file: IO[bytes], size: int) -> None:
    """Skip the tag and find the first frames of the sound (ISO/IEC 11172-3), one after the other."""
    file.seek(0)
    head = file.read(10)
    is_tagged = head[:3] == b"ID3" and len(head) == 10
    place = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False))
    place = place if is_tagged else 0
    for _ in range(FRAMES_CHECKED):
        file.seek(place)
        length = get_frame_length(file.read(4))
        if not length:
            raise DamagedFile if is_tagged else WrongFileType(guess_ending(head))
        place += length
    if place > size:
        raise DamagedFile


def get_frame_length(header: bytes) -> int:
    """Return the bytes of an MPEG layer III frame, from its header, or 0 if it is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0:
        return 0
    version, layer = header[1] >> 3 & 3, header[1] >> 1 & 3
    rate, hertz, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if version == 1 or layer != 1 or rate in (0, 15) or hertz == 3:
        return 0
    return (144 if version == 3 else 72) * BIT_RATES_IN_KBITS[version][rate] * 1000 // SAMPLE_RATES_IN_HERTZ[version][
        hertz
    ] + padding


def check_text(data: bytes) -> bytes:
    """Return the text in UTF-8, refusing anything that a program could take for more than text."""
    text = decode_text(data)
    start = text.lstrip()[:200].lower()
    if CONTROL_CHARACTER_PATTERN.search(text) or start.startswith(("<", "%!", "{\\rtf", "#!")):
        raise WrongFileType(guess_ending(data[:512]))
    return text.encode()


def decode_text(data: bytes) -> str:
    """Return bytes as text, in one of the encodings that editors save."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongFileType
