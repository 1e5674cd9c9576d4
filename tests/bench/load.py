"""A small load client: a few keep-alive connections that request pages as fast as possible.

It runs in a separate process, so that it takes no time from the measured one: `python -m tests.bench.load`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from itertools import cycle, islice

from tests.bench.environment import ROOT
from tests.bench.report import format_milliseconds


@dataclass(frozen=True)
class Load:
    """The result of a round: responses, those without status 200, seconds, and milliseconds of each response."""

    answers: int
    errors: int
    seconds: float
    milliseconds: list[float]

    @property
    def per_second(self) -> float:
        """Return the successful responses per second."""
        return (self.answers - self.errors) / self.seconds


def format_times(loads: Sequence[Load]) -> str:
    """Return in words how long responses took and, if any, how many did not have status 200."""
    errors = sum(load.errors for load in loads)
    times = [taken for load in loads for taken in load.milliseconds]
    return format_milliseconds(times) + (f", {errors} ERRORS" if errors else "")


def put_load(port: int, paths: list[str], connections: int, seconds: float = 600, times: int = 0) -> Load:
    """Start a process that requests pages in turn, until the time or the number of requests is up."""
    how = [str(each) for each in (port, connections, seconds, times)]
    command, given = [sys.executable, "-m", "tests.bench.load", *how], "\n".join(paths)
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, input=given)  # noqa: S603
    return Load(**json.loads(done.stdout))


def request_until(end: float, port: int, paths: Iterator[str], answers: list[tuple[int, float]]) -> None:
    """Request pages over one connection until the time is up, and record each status and time."""
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    while (start := time.perf_counter()) < end and (path := next(paths, None)):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        answers.append((response.status, 1000 * (time.perf_counter() - start)))
    connection.close()


def measure(port: int, connections: int, seconds: float, paths: Iterator[str]) -> Load:
    """Request pages over several connections at once."""
    answers: list[tuple[int, float]] = []
    start = time.perf_counter()
    arguments = (start + seconds, port, paths, answers)
    threads = [threading.Thread(target=request_until, args=arguments) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    errors = sum(status != 200 for status, _ in answers)
    return Load(len(answers), errors, time.perf_counter() - start, [taken for _, taken in answers])


def main() -> None:
    """Read the arguments, measure, and print the result as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("connections", type=int)
    parser.add_argument("seconds", type=float)
    parser.add_argument("times", type=int)
    asked = parser.parse_args()
    paths = cycle(sys.stdin.read().split("\n"))
    load = measure(asked.port, asked.connections, asked.seconds, islice(paths, asked.times or None))
    sys.stdout.write(json.dumps(asdict(load)))


if __name__ == "__main__":
    main()
