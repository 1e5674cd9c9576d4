"""Many users who post over HTTP at once, each with a session, and a gunicorn that is killed in the meantime."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from tests.bench.server import TIMEOUT_SECONDS, Server

CSRF_TOKEN = "t" * 32
"""It is valid because the cookie and the form contain the same."""
COOKIE_HEADER = "__Host-session={}; __Host-csrftoken=" + CSRF_TOKEN
ACCEPTED_STATUS = 303


@dataclass
class PostResults:
    """The responses to a crowd's posts: the status by the words of each post, or 0 without a response.

    The threads that post and the test that waits for them share it, so each holds the lock.
    """

    answers: dict[str, int] = field(default_factory=dict)
    seconds: float = 0
    milliseconds: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def record(self, words: str, status: int, milliseconds: float | None = None) -> None:
        """Store the status of a post and, if it was answered, how long that took."""
        with self.lock:
            self.answers[words] = status
            if milliseconds is not None:
                self.milliseconds.append(milliseconds)

    @property
    def accepted(self) -> set[str]:
        with self.lock:
            return {words for words, status in self.answers.items() if status == ACCEPTED_STATUS}

    @property
    def failed(self) -> dict[str, int]:
        """Return the posts that were answered with a server error."""
        with self.lock:
            return {words: status for words, status in self.answers.items() if status >= 500}


class LiveServer(Server):
    """A gunicorn with several workers as in production, without limits on posts, which can be killed."""

    workers = 2

    def __init__(self, database_url: str, data: Path, **environment: str) -> None:
        super().__init__(database_url, data)
        self.environment |= {"BENCH_LIMITS": "0", **environment}

    def kill(self) -> None:
        """End all its processes at once, as a power cut does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(TIMEOUT_SECONDS)


@contextmanager
def post_in_background(port: int, path: str, sessions: Sequence[str]) -> Iterator[PostResults]:
    """Make every session post to one address, one post after another, for as long as the block runs."""
    said, stop, start = PostResults(), threading.Event(), time.perf_counter()
    threads = [threading.Thread(target=post_until, args=(stop, port, path, each, said)) for each in sessions]
    for thread in threads:
        thread.start()
    try:
        yield said
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        said.seconds = time.perf_counter() - start


def post_for_seconds(port: int, path: str, sessions: Sequence[str], seconds: float) -> PostResults:
    """Make every session post to one address for some seconds."""
    with post_in_background(port, path, sessions) as said:
        time.sleep(seconds)
    return said


def post_until(stop: threading.Event, port: int, path: str, session: str, said: PostResults) -> None:
    """Post over one connection, and open another if it breaks."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    while not stop.is_set():
        words, start = make_text(), time.perf_counter()
        said.record(words, 0)
        try:
            status = send_form(connection, path, session, text=words)
            said.record(words, status, 1000 * (time.perf_counter() - start))
        except (OSError, HTTPException):
            connection.close()
            time.sleep(0.02)
    connection.close()


def make_text() -> str:
    """Return unique words without digits, which could be taken for a phone number."""
    return "Said " + uuid4().hex.translate(str.maketrans("0123456789", "ghijklmnop"))


def send_form(connection: HTTPConnection, path: str, session: str, **form: str) -> int:
    """Send a form as a browser does, and return the status once the whole response has arrived."""
    body = urlencode({"csrfmiddlewaretoken": CSRF_TOKEN, "form_key": str(uuid4()), **form})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": COOKIE_HEADER.format(session)}
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    response.read()
    return response.status
