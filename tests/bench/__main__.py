"""`make bench`: create large catalogues, measure the Gateway on them, and print figures with their goals."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from tests.bench import discussions
from tests.bench.bench import LARGE, MIDDLE, SMALL, Bench
from tests.bench.databases import Databases, DatabaseServer, Postgres, Sqlite
from tests.bench.environment import describe_circumstances, manage
from tests.bench.figures import growth, index, memory, populate, queries, schools, weights
from tests.bench.report import HEADINGS, Figure, format_markdown, format_plain, print_note, print_text
from tests.bench.traffic import endurance, speed, waiting

MEASUREMENTS = (populate, queries, weights, speed, waiting, growth, memory, endurance, index, schools)
FIGURES = {measure.__name__: measure for measure in (*MEASUREMENTS, *discussions.FIGURES)}
LOCAL_SERVER_URL = "postgres://postgres@127.0.0.1:5432/postgres"


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"leave out the catalogue of {LARGE:,} items")
    parser.add_argument("--only", nargs="+", choices=FIGURES, metavar="NAME", help=f"of {', '.join(FIGURES)}")
    parser.add_argument("--markdown", action="store_true", help="print tables for docs/measurements.md")
    parser.add_argument("--keep", action="store_true", help="keep the databases, and use those kept before")
    where = parser.add_mutually_exclusive_group()
    address = os.environ.get("DATABASE_URL") or LOCAL_SERVER_URL
    where.add_argument("--database-url", default=address, help="any database of the PostgreSQL server to use")
    where.add_argument("--sqlite", action="store_true", help="measure on SQLite files")
    return parser.parse_args()


def choose_server(asked: argparse.Namespace, data: Path) -> DatabaseServer:
    if asked.sqlite or asked.database_url.startswith("sqlite"):
        directory = Path(tempfile.gettempdir()) / "gateway-bench" if asked.keep else data
        directory.mkdir(exist_ok=True)
        return Sqlite(directory)
    return Postgres(asked.database_url)


def measure(asked: argparse.Namespace, databases: Databases, data: Path) -> list[Figure]:
    """Take every measurement that was asked for, and print each figure as it comes."""
    manage(databases.environment(SMALL), "collectstatic", "--noinput", "--verbosity=0")
    bench = Bench(databases, data, (SMALL, MIDDLE) if asked.quick else (SMALL, MIDDLE, LARGE))
    figures = []
    for name in asked.only or FIGURES:
        print_note(name)
        for figure in FIGURES[name](bench):
            print_text(f"{figure.name}: {figure.measured}")
            figures.append(figure)
    return figures


def main() -> None:
    asked = parse_arguments()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="gateway-bench-") as directory:
        data = Path(directory)
        where = choose_server(asked, data)
        facts = describe_circumstances(where.describe())
        prefix = "gateway_bench" if asked.keep else f"gateway_bench_{os.getpid()}"
        databases = Databases(where, data, prefix, asked.keep)
        try:
            figures = measure(asked, databases, data)
        finally:
            databases.close()
    facts.append(("Took", f"{(time.monotonic() - start) / 60:.0f} minutes"))
    table = format_markdown if asked.markdown else format_plain
    print_text("\n" + "\n".join(f"{'- ' if asked.markdown else ''}{name}: {value}" for name, value in facts) + "\n")
    print_text(table([HEADINGS, *(figure.cells for figure in figures)]))


if __name__ == "__main__":
    main()
