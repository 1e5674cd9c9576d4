"""A gunicorn, as the Gateway runs it, for as long as a measurement takes."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.bench.environment import ROOT, child_environment, read_lines

CONFIG = ROOT / "gateway" / "gunicorn.py"
PATIENCE = 60


class Server:
    """The Gateway on a free port of the loopback; with one worker, so that there is one to measure."""

    workers = 1

    def __init__(self, database_url: str, data: Path, *, middleware: bool = True, keeps: int = 0) -> None:
        self.environment = child_environment(database_url, data, middleware=middleware, keeps=keeps)
        self.port = free_port()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115

    def command(self) -> list[str]:
        """How it is started: with the Gateway's own configuration if there is one, and workers that live on."""
        how = ["--config", str(CONFIG)] if CONFIG.exists() else ["--worker-class=gthread", "--threads=4"]
        where = [f"--bind=127.0.0.1:{self.port}", "--no-control-socket", "--access-logfile=/dev/null"]
        workers = [f"--workers={self.workers}", "--max-requests=0"]
        return [sys.executable, "-m", "gunicorn", *how, *where, *workers, "tests.bench.wsgi"]

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Starts it, in a group of processes that can be killed as one, and waits until it answers."""
        self.process = subprocess.Popen(  # noqa: S603
            self.command(), cwd=ROOT, env=self.environment, stdout=self.log, stderr=subprocess.STDOUT,
            start_new_session=True,
        )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"gunicorn did not start:\n{self.said()}")
            time.sleep(0.05)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        self.log.close()

    def answers(self) -> bool:
        """Whether it is up."""
        try:
            return self.get("/healthz") < 600
        except OSError:
            return False

    def get(self, path: str) -> int:
        """Asks for a page once and returns the status."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def said(self) -> str:
        """The end of its log."""
        self.log.seek(0)
        return self.log.read().decode(errors="replace")[-4000:]

    def memory(self) -> dict[str, float]:
        """The worker's memory in MB: `rss` now, `pss` (its fair share of what processes share), `peak`."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        worker = f"/proc/{children.split()[0]}"
        return {
            "rss": megabytes(f"{worker}/status", "VmRSS:"),
            "peak": megabytes(f"{worker}/status", "VmHWM:"),
            "pss": megabytes(f"{worker}/smaps_rollup", "Pss:"),
        }


def megabytes(path: str, label: str) -> float:
    """A number of kilobytes in a file of the kernel's, as MB."""
    return next(int(line.split()[1]) / 1024 for line in read_lines(path) if line.startswith(label))


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
