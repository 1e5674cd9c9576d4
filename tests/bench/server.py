"""A gunicorn, configured as the Gateway's, that runs during a measurement."""

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
TIMEOUT_SECONDS = 60


class Server:
    """The Gateway on a free loopback port, with one worker, so that there is one process to measure."""

    workers = 1

    def __init__(self, database_url: str, data: Path, *, middleware: bool = True, keeps: int = 0) -> None:
        self.environment = child_environment(database_url, data, middleware=middleware, keeps=keeps)
        self.port = find_free_port()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115

    def build_command(self) -> list[str]:
        """Return the command, with the Gateway's configuration if there is one, and workers that are not recycled."""
        how = ["--config", str(CONFIG)] if CONFIG.exists() else ["--worker-class=gthread", "--threads=4"]
        where = [f"--bind=127.0.0.1:{self.port}", "--no-control-socket", "--access-logfile=/dev/null"]
        workers = [f"--workers={self.workers}", "--max-requests=0"]
        return [sys.executable, "-m", "gunicorn", *how, *where, *workers, "tests.bench.wsgi"]

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Start gunicorn in a process group, so that it can be killed as a whole, and wait until it answers."""
        self.process = subprocess.Popen(  # noqa: S603
            self.build_command(),
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        end = time.monotonic() + TIMEOUT_SECONDS
        while not self.is_answering():
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit(f"gunicorn did not start:\n{self.read_log()}")
            time.sleep(0.05)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.terminate()
        self.process.wait(TIMEOUT_SECONDS)
        self.log.close()

    def is_answering(self) -> bool:
        try:
            return self.get("/healthz") < 600
        except OSError:
            return False

    def get(self, path: str) -> int:
        """Request a page once, and return the status."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.request("GET", path)
        status = connection.getresponse().status
        connection.close()
        return status

    def read_log(self) -> str:
        self.log.seek(0)
        return self.log.read().decode(errors="replace")[-4000:]

    def memory(self) -> dict[str, float]:
        """Return the worker's memory in MB: `rss` now, `pss` (its share of what processes share) and `peak`."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        worker = f"/proc/{children.split()[0]}"
        return {
            "rss": read_megabytes(f"{worker}/status", "VmRSS:"),
            "peak": read_megabytes(f"{worker}/status", "VmHWM:"),
            "pss": read_megabytes(f"{worker}/smaps_rollup", "Pss:"),
        }


def read_megabytes(path: str, label: str) -> float:
    """Return a number of kilobytes in a kernel file as MB."""
    return next(int(line.split()[1]) / 1024 for line in read_lines(path) if line.startswith(label))


def find_free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
