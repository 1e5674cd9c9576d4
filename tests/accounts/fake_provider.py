"""A local login provider (OpenID Connect) that confirms the identity in `claims` for every login."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Answers(BaseHTTPRequestHandler):
    """A handler for the discovery document, the token and the claims only."""

    server: Provider

    def do_GET(self) -> None:
        self.answer(self.server.claims if self.path == "/userinfo" else self.server.discovery)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"access_token": "token", "token_type": "Bearer"})

    def answer(self, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


class Provider(ThreadingHTTPServer):
    """A server whose `claims` a test can change."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.claims: dict[str, Any] = {"sub": "42", "email": "sam@example.org", "email_verified": True}
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
        self.discovery = {"issuer": self.url, "jwks_uri": f"{self.url}/jwks"} | {
            name: f"{self.url}/{path}" for name, path in names.items()
        }


@contextmanager
def fake_provider() -> Iterator[Provider]:
    with Provider() as provider:
        threading.Thread(target=provider.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield provider
        provider.shutdown()
