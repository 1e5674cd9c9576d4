"""Tests of what visitors see while the database is down, with a real server.

The test client would raise the error instead of showing the page.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 60


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def answer(address):
    """Return a server's response, once it is up."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        try:
            return urlopen(address, timeout=PATIENCE)  # noqa: S310
        except HTTPError as refusal:
            return refusal
        except URLError:
            sleep(0.1)
    raise AssertionError("The server did not start.")


@pytest.fixture(scope="module")
def site():
    """Run the Gateway under gunicorn with a database that does not exist."""
    address = f"127.0.0.1:{free_port()}"
    environment = os.environ | {
        "ACCESS_LOG": os.devnull,
        "BIND": address,
        "DATABASE_URL": f"postgres://nobody@127.0.0.1:{free_port()}/nothing",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "WEB_CONCURRENCY": "1",
    }
    command = [sys.executable, "-m", "gateway.serve"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as server:  # noqa: S603
        yield f"http://{address}"
        server.terminate()


@pytest.mark.parametrize("path", ["/", "/browse/?focus=leadership", "/resources/anything/", "/sitemap.xml"])
def test_a_page_says_when_to_come_back(site, path):
    with answer(site + path) as response:
        text = response.read().decode()

    assert (response.status, response.headers["Retry-After"]) == (503, "30")
    assert "<h1>Sorry, the Gateway is not available</h1>" in text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_what_needs_no_database_is_there(site):
    with answer(f"{site}/about/") as response:
        assert response.status == 200
