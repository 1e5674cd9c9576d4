"""A virus scan by ClamAV, if a deployment runs one."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import File

from gateway.catalogue.files.errors import FileRefused, UnsafeFile

TIMEOUT_SECONDS = 30
CHUNK_BYTES = 64 * 1024


class NotScanned(FileRefused):
    """The scanner did not answer, so the file is not accepted."""

    def __init__(self) -> None:
        super().__init__("We could not check it for viruses. Try again in a few minutes.")


def scan_for_viruses(file: File) -> None:
    """Refuse a file in which clamd finds a virus or that clamd could not scan; without `CLAMD`, do nothing."""
    if not settings.CLAMD:
        return
    try:
        answer = ask_clamd(settings.CLAMD, file.chunks(CHUNK_BYTES))
    except OSError as error:
        raise NotScanned from error
    if answer.endswith(b"FOUND"):
        raise UnsafeFile("our scanner found a virus in it")
    if answer != b"stream: OK":
        raise NotScanned


def ask_clamd(address: str, chunks: Iterable[bytes]) -> bytes:
    """Return clamd's answer to an INSTREAM command (clamd's manual, COMMANDS).

    The address is `tcp://host:port` or `unix:///path`.
    """
    with connect_to_clamd(address) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for chunk in chunks:
            clamd.sendall(struct.pack("!I", len(chunk)) + chunk)
        clamd.sendall(struct.pack("!I", 0))
        return b"".join(iter(lambda: clamd.recv(4096), b"")).rstrip(b"\0\n")


def connect_to_clamd(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), TIMEOUT_SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(TIMEOUT_SECONDS)
    try:
        connection.connect(parts.path)
    except OSError:
        connection.close()
        raise
    return connection
