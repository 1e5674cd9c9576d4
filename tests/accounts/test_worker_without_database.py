"""A real worker whose database goes away and returns, as PostgreSQL does during an update."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest
from django.conf import settings as site_settings
from django.core import mail
from django.db import connection
from django_tasks_db.models import DBTaskResult

from accounts.mail.outbox import deliver
from accounts.models import OutgoingMessage
from tests.processes import get_database_url

PATIENCE_SECONDS = 60


class DatabaseProxy:
    """The only connection to the database: a symbolic link to SQLite's folder, or a forwarding port."""

    def __init__(self, folder: Path) -> None:
        self.is_file = connection.vendor == "sqlite"
        self.link = folder / "database"
        self.sockets: list[socket.socket] = []
        self.port = 0

    def url(self) -> str:
        """Return the address of the database through the proxy."""
        if self.is_file:
            return f"sqlite:///{self.link / Path(connection.settings_dict['NAME']).name}"
        parts = urlsplit(get_database_url())
        return parts._replace(netloc=parts.netloc.rpartition(":")[0] + f":{self.port}").geturl()

    def open(self) -> None:
        if self.is_file:
            self.link.symlink_to(Path(connection.settings_dict["NAME"]).parent)
            return
        server = socket.create_server(("127.0.0.1", self.port))
        self.port = server.getsockname()[1]
        self.sockets = [server]
        threading.Thread(target=self.accept_connections, args=[server], daemon=True).start()

    def close(self) -> None:
        if self.is_file:
            self.link.unlink()
            return
        for each in self.sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self.sockets = []

    def accept_connections(self, server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                inside, _ = server.accept()
                values = connection.settings_dict
                outside = socket.create_connection((values["HOST"], int(values["PORT"])))
                self.sockets += [inside, outside]
                for ends in ((inside, outside), (outside, inside)):
                    threading.Thread(target=forward, args=ends, daemon=True).start()


def forward(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)


def wait_until(condition):
    """Wait until the condition is true, for at most `PATIENCE_SECONDS`."""
    end = monotonic() + PATIENCE_SECONDS
    while not condition():
        assert monotonic() < end, "It did not happen in a minute."
        sleep(0.05)


@pytest.fixture
def proxy(tmp_path):
    proxy = DatabaseProxy(tmp_path)
    proxy.open()
    yield proxy
    with suppress(OSError):
        proxy.close()


@pytest.fixture
def worker(proxy, tmp_path, settings):
    """Start a worker that uses the proxy and writes a log."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.MAILERS = {**settings.MAILERS, "default": {"BACKEND": "accounts.mail.outbox.OutboxBackend"}}
    environment = os.environ | {
        "DATABASE_URL": proxy.url(),
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "WORKER_DATABASE": urlsplit(proxy.url()).path[0 if connection.vendor == "sqlite" else 1 :],
        "WORKER_MAIL": str(tmp_path / "mail"),
        "WORKER_MAY_FETCH": "",
    }
    command = [sys.executable, "manage.py", "db_worker", "--interval=0.05", "--no-startup-delay"]
    with (tmp_path / "log").open("ab") as log:
        running = subprocess.Popen(command, env=environment, cwd=site_settings.BASE_DIR, stdout=log, stderr=log)  # noqa: S603
    yield running
    running.kill()
    running.wait()


def log(tmp_path, text):
    return (tmp_path / "log").read_text().count(text)


@pytest.mark.django_db(transaction=True)
def test_a_worker_waits_while_the_database_is_away_says_so_once_and_goes_on(proxy, worker, tmp_path):
    deliver.enqueue()
    wait_until(lambda: not DBTaskResult.objects.ready().exists())

    proxy.close()
    wait_until(lambda: log(tmp_path, "The database is unavailable"))
    sleep(3)
    is_alive, said = worker.poll() is None, log(tmp_path, "The database is unavailable")
    proxy.open()
    mail.EmailMessage("A subject", "Words.", to=["a@example.org"]).send()
    wait_until(lambda: not OutgoingMessage.objects.exists() and not DBTaskResult.objects.ready().exists())

    assert (is_alive, said, worker.poll()) == (True, 1, None)
    assert log(tmp_path, "The database is available again") == 1
    assert "A subject" in "".join(file.read_text() for file in (tmp_path / "mail").glob("*"))


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_waits_for_the_database_ends_when_told_to(proxy, worker, tmp_path):
    deliver.enqueue()
    wait_until(lambda: not DBTaskResult.objects.ready().exists())
    proxy.close()
    wait_until(lambda: log(tmp_path, "The database is unavailable"))

    worker.terminate()

    assert worker.wait(timeout=PATIENCE_SECONDS) == 0
