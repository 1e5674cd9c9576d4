"""What every measurement needs: the sizes, the databases, and processes that serve them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.databases import Databases
from tests.bench.probe import Probe
from tests.bench.server import Server

SMALL, MIDDLE, LARGE = 10_000, 100_000, 1_000_000
ROUNDS = 5
"""Each round measures everything that is compared, so that noise affects all equally."""


@dataclass(frozen=True)
class Bench:
    databases: Databases
    data: Path
    sizes: tuple[int, ...]

    def url(self, size: int) -> str:
        """Return the database with `size` items. The largest begins as a copy of the middle one."""
        return self.databases.url(size, base=MIDDLE if size > MIDDLE else 0)

    def probe(self, size: int, *, middleware: bool = True) -> Probe:
        """Return a process that answers questions about a catalogue of this size and caches no responses."""
        return Probe(self.url(size), self.data, middleware=middleware)

    def server(self, size: int, *, middleware: bool = True, keeps: int = 0) -> Server:
        """Return a gunicorn that serves a catalogue of this size and caches responses for `keeps` seconds."""
        return Server(self.url(size), self.data, middleware=middleware, keeps=keeps)

    def three_filters(self) -> list[str]:
        """Return addresses with three filters, many enough that no page profits from an earlier request."""
        with self.probe(SMALL) as probe:
            return probe.ask("three_filters")


def measure_in_rounds[Name](
    asked: Mapping[Name, tuple[Probe, list[str]]], question: str = "page_times"
) -> list[dict[Name, list[float]]]:
    """Return the times of several pages, measured in turn a few requests at a time, for each round."""
    for probe, paths in asked.values():
        probe.ask(question, paths=paths[:3])
    return [{name: probe.ask(question, paths=paths) for name, (probe, paths) in asked.items()} for _ in range(ROUNDS)]
