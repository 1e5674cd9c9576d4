"""Unpacks what a site sends packed though nobody asked for that, and never more of it than a feed may have."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import brotli

from gateway.catalogue.safe_fetch import Answer

GZIP_SIGNATURE = b"\x1f\x8b"
EITHER_HEADER_WINDOW_BITS, NO_HEADER_WINDOW_BITS = 47, -15


class NotUnpacked(Exception):
    """The body cannot be unpacked; the message says why."""


class TooMuch(Exception):
    """The body unpacks to more than was allowed."""


def unpacked_body(answer: Answer, most: int) -> bytes:
    """Return the body as the site meant it. Raise NotUnpacked or TooMuch."""
    body = answer.body
    named = (answer.headers.get("Content-Encoding") or "").lower().replace("x-gzip", "gzip")
    for coding in reversed([part.strip() for part in named.split(",")]):
        if coding not in ("", "identity") and (coding in READERS_BY_ENCODING or not looks_like_text(body)):
            body = unpack(body, coding, most)
    return unpack(body, "gzip", most) if body.startswith(GZIP_SIGNATURE) else body


def unpack(body: bytes, coding: str, most: int) -> bytes:
    """Return the body without one coding; a body that is not packed at all stays as it is."""
    if coding not in READERS_BY_ENCODING:
        raise NotUnpacked(f"The site sends it packed in a way that we cannot read ({coding[:20]}).")
    try:
        return READERS_BY_ENCODING[coding](body, most)
    except (zlib.error, brotli.error, EOFError) as error:
        if looks_like_text(body):
            return body
        raise NotUnpacked("The site sends it packed, and it cannot be unpacked: perhaps it is not complete.") from error


def looks_like_text(body: bytes) -> bool:
    """Whether a body begins as a feed or a calendar does."""
    return body.lstrip(b"\xef\xbb\xbf \t\r\n\0")[:1] in (b"<", b"B", b"b")


def ungzip(body: bytes, most: int) -> bytes:
    """Return what one or several gzip parts hold."""
    found = b""
    while body:
        reader = zlib.decompressobj(EITHER_HEADER_WINDOW_BITS)
        found += reader.decompress(body, most + 1 - len(found))
        if len(found) > most:
            raise TooMuch
        if not reader.eof:
            raise EOFError
        body = reader.unused_data.lstrip(b"\0")
        if not body.startswith(GZIP_SIGNATURE):
            break
    return found


def inflate(body: bytes, most: int) -> bytes:
    """Return what a deflated body holds, with the header of zlib or, as some servers send it, without."""
    try:
        return ungzip(body, most)
    except zlib.error:
        reader = zlib.decompressobj(NO_HEADER_WINDOW_BITS)
        found = reader.decompress(body, most + 1)
        if len(found) > most:
            raise TooMuch from None
        if not reader.eof:
            raise EOFError from None
        return found


def unbrotli(body: bytes, most: int) -> bytes:
    """Return what a body packed with Brotli holds."""
    reader = brotli.Decompressor()
    found = reader.process(body, output_buffer_limit=most + 1)
    while not reader.is_finished():
        if len(found) > most:
            raise TooMuch
        if reader.can_accept_more_data():
            raise EOFError
        found += reader.process(b"", output_buffer_limit=most + 1)
    if len(found) > most:
        raise TooMuch
    return found


READERS_BY_ENCODING: dict[str, Callable[[bytes, int], bytes]] = {"gzip": ungzip, "deflate": inflate, "br": unbrotli}
