"""Tests of virus scanning, with a small server that speaks clamd's protocol."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError

from gateway.catalogue.files import check_upload
from tests.files import make_upload

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def received(connection):
    """Return the data of one INSTREAM command."""
    stream = connection.makefile("rb")
    assert stream.read(10) == b"zINSTREAM\0"
    data = b""
    while length := struct.unpack("!I", stream.read(4))[0]:
        data += stream.read(length)
    return data


@contextmanager
def clamd(server, answer=None):
    """Run a scanner that knows one virus, or always gives the same answer."""

    def work():
        connection, _ = server.accept()
        with connection:
            found = b"stream: Eicar-Test FOUND\0" if EICAR in received(connection) else b"stream: OK\0"
            connection.sendall(found if answer is None else answer)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        thread.join(timeout=5)
        server.close()


@pytest.fixture
def server(settings):
    """Return the socket at which the settings expect the scanner."""
    server = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    return server


def test_a_clean_file_is_taken(server):
    with clamd(server):
        assert check_upload(make_upload("plan.txt", b"a" * 200_000)).size == 200_000


def test_a_virus_is_refused(server):
    with clamd(server), pytest.raises(ValidationError, match="our scanner found a virus in it"):
        check_upload(make_upload("plan.txt", EICAR))


def test_a_scanner_behind_a_socket_file_is_asked_too(settings, tmp_path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "clamd"))
    server.listen()
    settings.CLAMD = f"unix://{tmp_path / 'clamd'}"

    with clamd(server), pytest.raises(ValidationError, match="our scanner found a virus in it"):
        check_upload(make_upload("plan.txt", EICAR))


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0"])
def test_a_scanner_that_cannot_say_lets_nothing_through(server, answer):
    with clamd(server, answer), pytest.raises(ValidationError, match="could not check it for viruses"):
        check_upload(make_upload("plan.txt", b"text"))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "unix:///nowhere/clamd"])
def test_a_scanner_that_is_away_lets_nothing_through(settings, address):
    settings.CLAMD = address

    with pytest.raises(ValidationError, match="could not check it for viruses"):
        check_upload(make_upload("plan.txt", b"text"))
