"""A local mail server that uses only the standard library's sockets and stores what it receives."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as Django's backend uses."""

    def handle(self) -> None:
        """Accept every command until QUIT."""
        self.answer("220 sink")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.answer("354 go on")
                self.server.kept.append(message_from_bytes(self.body()))  # type: ignore[attr-defined]
            self.answer("221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"QUIT":
                return

    def answer(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def body(self) -> bytes:
        return b"".join(iter(self.rfile.readline, b".\r\n"))


class Server(socketserver.ThreadingTCPServer):
    """A server that stores the messages in `kept`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int) -> None:
        self.kept: list[Message] = []
        super().__init__(("127.0.0.1", port), Conversation)


@contextmanager
def run_smtp_sink(port: int = 0) -> Iterator[Server]:
    with Server(port) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()
