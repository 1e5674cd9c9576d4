"""A server that shows a browser finished pages, with their headers and the static files, without a database."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders

from tests.site.pages import Page


class PageServer(ThreadingHTTPServer):
    """A server that answers every address except static files with the page that it holds."""

    shown: Page

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: PageServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith(settings.STATIC_URL):
            self.send_static(path.removeprefix(settings.STATIC_URL))
        elif self.headers.get("Sec-Fetch-Dest") == "document":
            self.send(self.server.shown.status, self.server.shown.html, self.server.shown.headers)
        else:
            self.send(204, b"", {})

    do_POST = do_GET  # noqa: N815

    def send_static(self, name: str) -> None:
        """Send a static file that the browser may cache."""
        found = finders.find(name)
        content = Path(str(found)).read_bytes() if found else b""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.send(200 if found else 404, content, {"Content-Type": kind, "Cache-Control": "max-age=3600"})

    def send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def serve_pages() -> Iterator[PageServer]:
    with PageServer(("localhost", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
