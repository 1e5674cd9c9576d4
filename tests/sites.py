"""Local HTTP servers with the responses that a test gives them."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Site(ThreadingHTTPServer):
    """A server that answers each path with its function in `answers`, and records the requests."""

    daemon_threads = True

    def __init__(self, answers: dict[str, Callable[[BaseHTTPRequestHandler], None]]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = answers
        self.asked: list[tuple[str, str]] = []
        self.headers: list[Any] = []
        self.stopped = threading.Event()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.host}{path}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that disconnect."""


class Handler(BaseHTTPRequestHandler):
    def answer(self) -> None:
        site: Any = self.server
        site.asked.append((self.command, self.path))
        site.headers.append(self.headers)
        site.answers.get(self.path.partition("?")[0], make_answer(404))(self)

    do_GET = do_HEAD = do_PUT = do_DELETE = answer  # noqa: N815

    def log_message(self, *args: Any) -> None:
        pass


def make_answer(
    status: int = 200, body: bytes = b"A page.", **headers: str
) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return a function that answers with this status; `_` in names of headers stands for `-`."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        if handler.command != "HEAD":
            handler.wfile.write(body)

    return answer


@contextmanager
def run_site(answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] | None = None) -> Iterator[Site]:
    """Run a server, by default with only a front page."""
    with Site(answers or {"/": make_answer()}) as running:
        thread = threading.Thread(target=running.serve_forever, args=[0.01])
        thread.start()
        try:
            yield running
        finally:
            running.stopped.set()
            running.shutdown()
            thread.join()


@contextmanager
def run_listener(address: str = "127.0.0.1") -> Iterator[tuple[int, list[Any]]]:
    """Listen on a port, and yield it with a list of the addresses that connect to it."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family) as server:
        server.settimeout(0.05)
        seen: list[Any] = []
        stop = threading.Event()

        def listen() -> None:
            while not stop.is_set():
                try:
                    connection, visitor = server.accept()
                except TimeoutError:
                    continue
                seen.append(visitor)
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield server.getsockname()[1], seen
        finally:
            stop.set()
            thread.join()
