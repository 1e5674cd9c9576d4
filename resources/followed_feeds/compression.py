"""Decompression of what a site sends compressed though we did not ask for it, up to the size limit of a feed."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import brotli

from gateway.catalogue.safe_fetch import Answer

GZIP_SIGNATURE = b"\x1f\x8b"
EITHER_HEADER_WINDOW_BITS, NO_HEADER_WINDOW_BITS = 47, -15


class CannotDecompress(Exception):
    """The body cannot be decompressed. The message says why."""


class BodyTooLarge(Exception):
    """The decompressed body exceeds the limit."""


def decompress_body(answer: Answer, most: int) -> bytes:
    """Return the decompressed body. Raise CannotDecompress or BodyTooLarge."""
    body = answer.body
    named = (answer.headers.get("Content-Encoding") or "").lower().replace("x-gzip", "gzip")
    for coding in reversed([part.strip() for part in named.split(",")]):
        if coding not in ("", "identity") and (coding in READERS_BY_ENCODING or not is_probably_text(body)):
            body = remove_encoding(body, coding, most)
    return remove_encoding(body, "gzip", most) if body.startswith(GZIP_SIGNATURE) else body


def remove_encoding(body: bytes, coding: str, most: int) -> bytes:
    """Return the body without one encoding. A body that is not encoded after all is returned as it is."""
    if coding not in READERS_BY_ENCODING:
        raise CannotDecompress(f"The site sends it packed in a way that we cannot read ({coding[:20]}).")
    try:
        return READERS_BY_ENCODING[coding](body, most)
    except (zlib.error, brotli.error, EOFError) as error:
        if is_probably_text(body):
            return body
        raise CannotDecompress(
            "The site sends it packed, and it cannot be unpacked: perhaps it is not complete."
        ) from error


def is_probably_text(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n\0")[:1] in (b"<", b"B", b"b")


def decompress_gzip(body: bytes, most: int) -> bytes:
    """Decompress one or several gzip members. Raise BodyTooLarge, or EOFError if the end is missing."""
    found = b""
    while body:
        reader = zlib.decompressobj(EITHER_HEADER_WINDOW_BITS)
        found += reader.decompress(body, most + 1 - len(found))
        if len(found) > most:
            raise BodyTooLarge
        if not reader.eof:
            raise EOFError
        body = reader.unused_data.lstrip(b"\0")
        if not body.startswith(GZIP_SIGNATURE):
            break
    return found


def decompress_deflate(body: bytes, most: int) -> bytes:
    """Decompress a deflated body, with the zlib header or, as some servers send it, without."""
    try:
        return decompress_gzip(body, most)
    except zlib.error:
        reader = zlib.decompressobj(NO_HEADER_WINDOW_BITS)
        found = reader.decompress(body, most + 1)
        if len(found) > most:
            raise BodyTooLarge from None
        if not reader.eof:
            raise EOFError from None
        return found


def decompress_brotli(body: bytes, most: int) -> bytes:
    reader = brotli.Decompressor()
    found = reader.process(body, output_buffer_limit=most + 1)
    while not reader.is_finished():
        if len(found) > most:
            raise BodyTooLarge
        if reader.can_accept_more_data():
            raise EOFError
        found += reader.process(b"", output_buffer_limit=most + 1)
    if len(found) > most:
        raise BodyTooLarge
    return found


READERS_BY_ENCODING: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": decompress_gzip,
    "deflate": decompress_deflate,
    "br": decompress_brotli,
}
